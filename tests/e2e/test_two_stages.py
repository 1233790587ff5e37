"""Two stages on one page do not get into each other's way."""

from tests.e2e.browser import open_app

# Another stage of the same visitor, below the first.
SECOND = """async () => { const { component } = document.querySelector('.dn').stage, { data } = component;
    const base = performance.getEntriesByType("resource").map(r => r.name)
        .find(name => name.endsWith("/stage/stage.js"));
    const { mount } = await import(base), parentElement = document.createElement('div');
    parentElement.id = 'second';
    document.querySelector('[data-testid=stMain]').append(parentElement);
    mount({ parentElement, data: { ...data, order: null }, setTriggerValue() {} });
    window.stages = [...document.querySelectorAll('.dn')].map(e => e.stage);
    return stages.length; }"""
PLAYING = "stages.map(stage => stage.player.playing)"
TWICE = """[...document.querySelectorAll('.dn [id]')].map(e => e.id)
    .filter((id, i, all) => all.indexOf(id) !== i)"""


def test_keys_go_to_the_stage_in_use_and_come_back_when_it_goes(page, server):
    open_app(page, server.url)
    assert page.evaluate(SECOND) == 2
    page.wait_for_function("stages.every(stage => stage.frame && stage.Plotly)")
    page.locator(".dn-what").first.click()
    page.keyboard.press(" ")
    assert page.evaluate(PLAYING) == [True, False]
    page.keyboard.press(" ")
    page.locator("#second .dn-what").click()
    page.keyboard.press(" ")
    assert page.evaluate(PLAYING) == [False, True]
    assert page.evaluate(TWICE) == []
    page.evaluate("document.querySelector('#second').remove()")
    page.wait_for_function("'used' in document.querySelector('.dn').dataset")
    page.keyboard.press(" ")
    assert page.evaluate(PLAYING) == [True, False]
