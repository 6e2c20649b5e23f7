"""The gallery shows every component; a component refuses what it does not know."""

import datetime as dt
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory
from django.utils import translation

from core import gallery
from core.templatetags.ui_words import ICONS
from core.views import gallery as gallery_page

COMPONENTS = sorted(path.name for path in Path(settings.BASE_DIR, "templates/components").iterdir())
ICON_FILE = Path(settings.BASE_DIR, "static/img/icons.svg")


def draw(source: str, **facts) -> str:
    return " ".join(Template(source).render(Context(facts)).split())


@pytest.fixture
def show(rf: RequestFactory):
    def get(layout: str = "staff"):
        request = rf.get("/gallery/", {"layout": layout})
        request.csp_nonce = ""
        return gallery_page(request)

    return get


@pytest.fixture
def drawn(monkeypatch):
    """The names of the templates drawn so far."""
    names = []
    render = Template._render

    def noting(template, context):
        names.append(str(template.name).rpartition("/")[2])
        return render(template, context)

    monkeypatch.setattr(Template, "_render", noting)
    return names


def test_every_component_is_shown(show, drawn):
    show()

    assert sorted(set(drawn) & set(COMPONENTS)) == COMPONENTS


@pytest.mark.parametrize("layout", gallery.LAYOUTS)
def test_every_layout_draws_it_in_the_readers_direction(show, layout):
    with translation.override("ur"):
        words = show(layout).content.decode()

    assert words.count('<html lang="ur" dir="rtl"') == 1
    assert words.count("css/site.rtl.css") == 1


def test_an_unknown_layout_is_the_staffs(show):
    assert show("none").content.decode().count('class="staff"') == 1


def test_every_icon_name_is_drawn_in_the_file():
    symbols = {part.split('"')[0] for part in ICON_FILE.read_text().split('<symbol id="')[1:]}

    assert symbols - {"mark"} == set(ICONS)


@pytest.mark.parametrize(
    "source",
    [
        '{% status_tag label="Yes" colour="green" %}',
        '{% panel title="Students" %}{% endpanel %}',
        '{% button "Save" %}',
        "{% notice %}",
    ],
    ids=["unknown keyword", "unknown keyword of a block", "positional", "block not closed"],
)
def test_a_tag_used_wrongly_does_not_compile(source):
    with pytest.raises(TemplateSyntaxError):
        Template(source)


@pytest.mark.parametrize(
    "source",
    [
        '{% status_tag label="Yes" tone="green" %}',
        '{% icon name="unicorn" %}',
        '{% button label="Save" kind="big" %}',
        '{% key_values layout="circle" %}{% endkey_values %}',
        '{% when value=day style="long" %}',
    ],
)
def test_an_unknown_word_is_refused_when_drawn(source):
    with pytest.raises(TemplateSyntaxError):
        draw(source, day=dt.date(2026, 10, 12))


def test_a_status_is_never_colour_alone():
    words = draw('{% status_tag label="Refused" tone="bad" %}')

    assert words.count("#cross-circle") == 1
    assert words.count("<span>Refused</span>") == 1


def test_what_people_typed_is_escaped():
    words = draw(
        "{% panel heading=name %}{{ name }}{% endpanel %}{% page_header title=name %}{{ name }}{% endpage_header %}",
        name="<b>",
    )

    assert words.count("<b>") == 0
    assert words.count("&lt;b&gt;") == 4


def test_a_moment_is_shown_in_the_districts_zone():
    words = draw("{% when value=at %}", at=dt.datetime(2026, 10, 12, 23, 40, tzinfo=dt.UTC))

    assert words == (
        '<time class="when" datetime="2026-10-12T18:40-05:00">Oct. 12, 2026, 6:40 p.m. '
        '<bdi class="when__zone">CDT</bdi></time>'
    )


def test_no_moment_says_so():
    assert (
        draw('{% when value=None empty="not yet" %}')
        == '<span class="when when--none">not yet</span>'
    )


def test_the_error_summary_leads_to_each_field():
    words = draw("{% error_summary form=form %}", form=gallery.SampleForm({"channel": "text"}))

    anchors = [part.split('"')[0] for part in words.split('<a href="#')[1:]]
    assert anchors == ["id_activity", "id_reason", "id_answer_0", "id_agreed"]


def test_a_form_without_mistakes_has_no_summary():
    assert draw("{% error_summary form=form %}", form=gallery.SampleForm()) == ""


def test_an_optional_field_says_so_and_a_wrong_one_says_why_before_its_control():
    words = draw("{% load crispy_forms_filters %}{{ form|crispy }}", form=gallery.SampleForm({}))

    assert words.count("(optional)") == 3
    assert words.count("asteriskField") == 0
    assert words.index('id="id_activity_error"') < words.index('name="activity"')


def test_post_button_carries_the_token():
    words = draw('{% post_button label="Revoke" url="/x/" confirm="Sure?" %}', csrf_token="abc")

    assert words.count('name="csrfmiddlewaretoken" value="abc"') == 1
    assert words.count('data-confirm="Sure?"') == 1
