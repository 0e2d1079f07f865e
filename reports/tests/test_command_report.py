import datetime as dt
import io
import json
import os
import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command
from django.core.management.base import CommandParser
from django.utils.timezone import localdate
from django.utils.translation import get_language, override
from pypdf import PdfReader

from audit.models import AuditEvent
from reports.management.commands.report import _one_line, write_whole
from reports.printing import print_report
from reports.reports import project_report
from reports.tests.world import World


@pytest.fixture
def world(db):
    made = World()
    made.citizens(12, birth_year=1990, gender="woman", source=made.source("Jobcenter"))
    return made


def run(*arguments, **options):
    out = io.StringIO()
    call_command("report", *arguments, stdout=out, **options)
    return out.getvalue()


def arguments(path, **changes):
    options = {"project": "TST", "as-of": "2023-11-30", "format": "json", "output": str(path)} | changes
    return ["project", *(f"--{name}={value}" for name, value in options.items() if value is not None)]


def refusal(*given):
    with pytest.raises(CommandError) as caught:
        run(*given)
    assert caught.value.returncode == 2
    message = str(caught.value)
    assert message
    assert "\n" not in message
    return message


def test_json_is_the_report_itself(world, tmp_path):
    path = tmp_path / "report.json"
    assert run(*arguments(path)) == ""
    with override("da"):
        expected = project_report(world.project, as_of=dt.date(2023, 11, 30)).as_json()
    text = path.read_text(encoding="utf-8")
    assert json.loads(text) == json.loads(json.dumps(expected))
    assert text.endswith("}\n")
    assert "\\u" not in text
    assert text.startswith('{\n "report": "project",')


def test_html_is_one_file_in_danish(world, tmp_path):
    path = tmp_path / "report.html"
    run(*arguments(path, format="html"))
    html = path.read_text(encoding="utf-8")
    assert html.startswith("<!doctype html>")
    assert '<html lang="da">' in html
    assert "30. november 2023" in html
    assert "Project T" in html


def test_pdf_is_a_pdf_in_danish(world, tmp_path):
    path = tmp_path / "report.pdf"
    run(*arguments(path, format="pdf"))
    reader = PdfReader(path)
    assert reader.trailer["/Root"]["/Lang"] == "da"
    assert "30. november 2023" in reader.pages[0].extract_text()


@pytest.mark.parametrize("format", ["json", "html"])
def test_a_dash_is_standard_output(world, format):
    out = run(*arguments("-", format=format))
    assert out.lstrip().startswith({"json": "{", "html": "<!doctype"}[format])
    assert "12" in out


def test_without_a_day_it_is_today(world, tmp_path):
    path = tmp_path / "report.json"
    run(*arguments(path, **{"as-of": None}))
    assert json.loads(path.read_text())["as_of"] == localdate().isoformat()


@pytest.mark.parametrize("audience", ["internal", "public"])
def test_the_audience_is_the_reports(world, tmp_path, audience):
    path = tmp_path / "report.json"
    run(*arguments(path, audience=audience))
    assert json.loads(path.read_text())["audience"] == audience


def test_without_an_audience_it_is_internal(world, tmp_path):
    assert json.loads(run(*arguments("-")))["audience"] == "internal"


@pytest.mark.parametrize("format", ["json", "html", "pdf", "xlsx", "csv"])
def test_a_project_without_citizens_has_a_report(db, tmp_path, format):
    World("NUL")
    path = tmp_path / "report"
    run(*arguments(path, project="NUL", format=format))
    assert path.stat().st_size > 1000


@pytest.mark.parametrize("audience", ["internal", "public"])
def test_printing_leaves_one_audit_event_without_a_person(world, tmp_path, audience):
    before = AuditEvent.objects.count()
    run(*arguments(tmp_path / "x", audience=audience))
    event = AuditEvent.objects.latest("pk")
    assert AuditEvent.objects.count() == before + 1
    assert (event.action, event.actor_id, event.project_id) == ("printed", None, world.project.pk)
    assert (event.subject_type, event.client_ids) == ("project", [])
    assert event.detail == {"report": "project", "format": "json", "audience": audience, "as_of": "2023-11-30"}


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"project": "XYZ"}, "XYZ"),
        ({"project": "tst"}, "tst"),
        ({"project": None}, "--project"),
        ({"project": ""}, "--project"),
        ({"as-of": "2023-13-01"}, "2023-13-01"),
        ({"as-of": "2023-02-29"}, "2023-02-29"),
        ({"as-of": "30.11.2023"}, "30.11.2023"),
        ({"as-of": "20231130"}, "20231130"),
        ({"as-of": "2023-W48-4"}, "2023-W48-4"),
        ({"as-of": ""}, "--as-of"),
        ({"format": "docx"}, "docx"),
        ({"format": "ods"}, "ods"),
        ({"format": None}, "--format"),
        ({"audience": "secret"}, "secret"),
        ({"audience": ""}, "--audience"),
        ({"output": None}, "--output"),
        ({"output": "-", "format": "pdf"}, "PDF"),
        ({"output": "-", "format": "xlsx"}, "XLSX"),
        ({"output": "-", "format": "csv"}, "CSV"),
    ],
)
def test_a_bad_argument_is_one_line_that_names_it(world, tmp_path, changes, named):
    path = tmp_path / "report"
    before = AuditEvent.objects.count()
    assert named in refusal(*arguments(path, **changes))
    assert list(tmp_path.iterdir()) == []
    assert AuditEvent.objects.count() == before


def test_a_day_to_come_is_refused(world, tmp_path):
    tomorrow = localdate() + dt.timedelta(days=1)
    refusal(*arguments(tmp_path / "x", **{"as-of": tomorrow.isoformat()}))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", ["everything", "nothing"])
def test_a_report_that_there_is_not_is_refused(world, tmp_path, kind):
    assert kind in refusal(kind, *arguments(tmp_path / "x")[1:])


def test_a_missing_kind_or_an_unknown_option_is_refused(world, tmp_path):
    assert "kind" in refusal(*arguments(tmp_path / "x")[1:])
    assert "--sideways" in refusal(*arguments(tmp_path / "x"), "--sideways")


def test_a_folder_that_does_not_exist_is_refused_and_nothing_is_logged(world, tmp_path):
    before = AuditEvent.objects.count()
    path = tmp_path / "missing" / "report.json"
    assert str(path) in refusal(*arguments(path))
    assert AuditEvent.objects.count() == before


def test_a_folder_is_no_file(world, tmp_path):
    (tmp_path / "folder").mkdir()
    assert "folder" in refusal(*arguments(tmp_path / "folder"))
    assert list(tmp_path.iterdir()) == [tmp_path / "folder"]


def test_a_name_that_is_too_long_is_refused(world, tmp_path):
    refusal(*arguments(tmp_path / ("x" * 300)))
    assert list(tmp_path.iterdir()) == []


def test_the_language_outside_is_left_as_it_was(world, tmp_path):
    with override("en"):
        run(*arguments(tmp_path / "x"))
        assert get_language() == "en"


def test_an_older_file_is_replaced_whole(tmp_path):
    path = tmp_path / "report.json"
    path.write_bytes(b"old and longer")
    write_whole(path, b"new")
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_stays_as_it_was_when_writing_fails(tmp_path, monkeypatch):
    path = tmp_path / "report.json"
    path.write_bytes(b"old")

    def fail(*args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(OSError, match="No space"):
        write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_is_written_through(tmp_path):
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_bytes(b"old")
    link.symlink_to(target)
    write_whole(link, b"new")
    assert (link.is_symlink(), target.read_bytes()) == (True, b"new")


def test_a_device_is_written_to_and_stays_a_device():
    from pathlib import Path

    write_whole(Path(os.devnull), b"gone")
    assert not Path(os.devnull).is_file()


def test_from_the_shell_a_bad_argument_is_one_line_and_status_two(capsys):
    parser = CommandParser(prog="report", called_from_command_line=True)
    with pytest.raises(SystemExit) as caught:
        _one_line(parser, "unrecognized arguments:\n --sideways")
    assert caught.value.code == 2
    assert capsys.readouterr().err == "CommandError: unrecognized arguments: --sideways\n"


def test_an_unknown_format_never_reaches_a_renderer(world):
    with pytest.raises(KeyError):
        print_report("project", world.project, format="docx", by=None)


@pytest.mark.parametrize(
    "bad", [["report"], ["report", "project", "--sideways"], ["report", "project", "--project", "X", "--output", "x"]]
)
def test_the_process_ends_with_status_two_and_one_line(bad):
    done = subprocess.run(  # noqa: S603
        [sys.executable, "manage.py", *bad], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
