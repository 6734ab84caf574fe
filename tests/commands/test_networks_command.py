"""`otklik networks check`: rights found out before anybody needs them."""

import pytest
import yaml
from databases import new_sqlite
from given import NOW
from towns import configured, shift

from demo.server import Fault


@pytest.fixture
def town(tmp_path):
    with shift(NOW, new_sqlite(tmp_path / "otklik.db")) as at_work:
        settings = configured(at_work.stage).model_dump(mode="json")
        (tmp_path / "config.yaml").write_text(yaml.safe_dump(settings), "utf-8")
        yield at_work


def test_every_page_has_its_row_and_every_lack_its_way_out(otklik, town):
    done = otklik("networks", "check", **town.stage.environ)
    assert done.returncode == 0, done.stderr
    for word in ("читать", "удалять", "возвращать", "блокировать", "отвечать", "да", "нет"):
        assert word in done.stdout
    assert "в ОК удалённый комментарий не вернуть" in done.stdout
    assert "Телеграм не возвращает удалённое" in done.stdout


def test_a_missing_key_is_a_lack_and_what_can_be_read_is_read(otklik, town):
    environ = {k: v for k, v in town.stage.environ.items() if k != "OTKLIK_VK_USER_TOKEN"}
    done = otklik("networks", "check", **environ)
    assert done.returncode == 0
    assert "нужен ключ пользователя" in done.stdout


def test_a_page_that_cannot_be_read_makes_the_exit_code_one(otklik, town):
    environ = {k: v for k, v in town.stage.environ.items() if "TELEGRAM" not in k}
    done = otklik("networks", "check", **environ)
    assert done.returncode == 1
    assert "не задан ключ бота" in done.stdout


def test_a_network_out_of_reach_is_told_and_the_others_are_checked(otklik, town):
    town.stage.simulators["ok"].faults.plan(Fault("*", "status", 503, times=10_000))
    done = otklik("networks", "check", **town.stage.environ)
    assert done.returncode == 1
    assert "503" in done.stdout and "да" in done.stdout


def test_checking_changes_nothing_and_shows_no_key(otklik, town):
    worlds = [simulator.world for simulator in town.stage.simulators.values()]
    before = [len(world.events) for world in worlds]
    bad = {name: f"{value}-spoiled" for name, value in town.stage.environ.items()}
    for environ in (town.stage.environ, bad):
        done = otklik("networks", "check", **environ)
        assert not any(value in done.stdout + done.stderr for value in environ.values())
    assert [len(world.events) for world in worlds] == before


def test_no_pages_say_how_to_add_them(otklik, tmp_path):
    (tmp_path / "config.yaml").write_text("municipality: {name: Город}", "utf-8")
    done = otklik("networks", "check")
    assert done.returncode == 1
    assert "otklik init" in done.stderr
