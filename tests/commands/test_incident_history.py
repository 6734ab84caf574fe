"""What is said of repeats and surges."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from click.testing import CliRunner
from databases import new_sqlite

from commands.common import configurable
from commands.incident_history import repeats, surge_line, surges
from incidents.archive import keep_keys
from incidents.repeats import Reason
from incidents.surges import Surge
from incidents.words import REPEAT
from models import Incident
from store import open_store

NOW = datetime(2026, 4, 6, 9, 0, tzinfo=UTC)
HOLE = "Яма на Садовой у дома пять, машины бьют колёса, заделайте наконец"


def run(command, folder, *arguments: str):
    config = folder / "config.yaml"
    config.write_text(
        f"{{regulation: lesozavodsk-215, database_url: 'sqlite:///{folder}/otklik.db'}}", "utf-8"
    )
    return CliRunner().invoke(configurable(command), ["--config", str(config), *arguments])


def test_a_repeat_names_the_earlier_incident_and_what_the_answer_must_have(tmp_path):
    store = open_store(new_sqlite(tmp_path / "otklik.db"), tmp_path)
    with store.writing() as session:
        answered = Incident("answered", NOW, text=HOLE, bodies=["Дороги"])
        session.add(answered)
        session.flush()
        keep_keys(session, [(answered, None)])
        session.add(Incident("candidate", NOW, text=f"Повторно! {HOLE.upper()}"))
        session.add(Incident("candidate", NOW, text="Автобус не приходит"))
    told = run(repeats, tmp_path, "2").stdout.splitlines()
    assert told[0] == "     1  отвечен 06.04.2026 19:00 · Дороги · почти тот же текст"
    assert told[1].startswith("В ответе на повторное: назвать принятые меры")
    assert told[1].endswith("(прил.1 п.15)")
    assert run(repeats, tmp_path, "3").stdout.startswith("Не повторяет ни одного")
    assert run(surges, tmp_path).stdout == "Всплесков нет.\n"


def test_every_reason_has_words():
    assert REPEAT.keys() == set(Reason.__args__)


def test_a_surge_in_one_line():
    surge = Surge("", "улица Мира", timedelta(hours=2), 21, 0.14, 1e-9, NOW)
    assert surge_line(surge, ZoneInfo("Europe/Moscow")) == (
        "без темы · улица Мира: 21 автор за 2 ч (обычно 0,1), с 06.04.2026 12:00"
    )
