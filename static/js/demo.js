// Practice only: choosing a person fills in the sign-in form.
for (const choice of document.querySelectorAll("[data-sign-in]")) {
  choice.addEventListener("click", () => {
    document.getElementById("id_login").value = choice.dataset.signIn;
    const password = document.getElementById("id_password");
    password.value = "demo-only";
    password.form.querySelector("[type=submit]").focus();
  });
}
