"""Where the registry's pages stand in a signed-in person's menu."""
