"""The recipes of the guide for a pull or merge request, run as they are written, with a ``gh`` or ``curl`` of ours."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.ci.steps import GUIDE, ROOT, SCRIPTS, SOUND, block, git, shell

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="the steps are written for a POSIX shell"),
    pytest.mark.skipif(shutil.which("jq") is None, reason="gh has a jq inside, the one of these tests has not"),
]

BOT = "github-actions[bot]"
HEADINGS = "Bidder,experience,approach,key-experts,work-plan,financial"
STRONG_AND_CHEAP = f"{HEADINGS}\nAcme,20,25,40,15,900\nBright,16,20,30,12,600\n"
"""Acme wins at 80 to 20 and Bright at 30 to 70."""
MARKER = "<!-- svscore: frameworks-diff {} -->"
WEIGHTS = re.compile(r"^(    )weight: (80|20)$", re.MULTILINE)
GH = r"""#!PYTHON
'''A gh that keeps comments in a file and writes down what it was called for.'''
import json, os, subprocess, sys
words, store = sys.argv[1:], os.environ["STORE"]
state = json.load(open(store))
state["calls"].append(" ".join(words))
if words[0] == "api" and "PATCH" not in words:
    pages = state["comments"]
    listed = subprocess.run(["jq", "--raw-output", words[words.index("--jq") + 1]], input=json.dumps(pages), text=True,
                            capture_output=True, check=True)
    sys.stdout.write(listed.stdout)
elif words[0] == "api":
    number = next(word for word in words if word.startswith("repos/")).rpartition("/")[2]
    file = words[words.index("--field") + 1].removeprefix("body=@")
    next(each for each in state["comments"] if each["id"] == int(number))["body"] = open(file).read()
elif words[:2] == ["pr", "comment"]:
    body = open(words[words.index("--body-file") + 1]).read()
    login = "github-actions[bot]"
    state["comments"].append({"id": 100 + len(state["comments"]), "user": {"login": login}, "body": body})
else:
    sys.exit(f"unexpected: {words}")
json.dump(state, open(store, "w"))
"""
CURL = r"""#!PYTHON
'''A curl that answers as GitLab's notes do, one note a page.'''
import json, os, sys
words, store = sys.argv[1:], os.environ["STORE"]
state = json.load(open(store))
url = words[-1] if words[-1].startswith("http") else next(word for word in words if word.startswith("http"))
method = words[words.index("--request") + 1] if "--request" in words else "GET"
state["calls"].append(f"{method} {url}")
assert "PRIVATE-TOKEN: secret" in words
if url.endswith("/user"):
    print(json.dumps({"id": 7}))
elif method == "GET":
    page = int(url.rpartition("page=")[2])
    following = page + 1 if page < len(state["comments"]) else ""
    open(words[words.index("--dump-header") + 1], "w").write(f"HTTP/2 200\r\nX-Next-Page: {following}\r\n\r\n")
    print(json.dumps(state["comments"][page - 1 : page]))
else:
    body = open(words[words.index("--data-urlencode") + 1].removeprefix("body@")).read()
    if method == "PUT":
        next(each for each in state["comments"] if str(each["id"]) == url.rpartition("/")[2])["body"] = body
    else:
        state["comments"].append({"id": 100 + len(state["comments"]), "author": {"id": 7}, "body": body})
json.dump(state, open(store, "w"))
"""


def ours(text: str, line_end: str = "\n") -> dict[str, Any]:
    """A comment that an earlier run has made."""
    return {"id": 100, "user": {"login": BOT}, "body": f"{MARKER.format('qcbs')}{line_end}{text}{line_end}"}


def reweighted(model: str, quality: int) -> str:
    """The model with another weight of quality, and the rest for the price."""
    weights = {"80": quality, "20": 100 - quality}
    return WEIGHTS.sub(lambda found: f"{found[1]}weight: {weights[found[2]]}", model)


@dataclass
class Request:
    """A repository with a request to change it, and what the server keeps of it."""

    folder: Path
    base: str = ""
    runs: int = 0
    comments: list[dict[str, Any]] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    """Of the last run."""
    summary: str = ""
    outputs: str = ""
    printed: str = ""

    @property
    def repository(self) -> Path:
        return self.folder / "repository"

    def write(self, files: Mapping[str, str | None]) -> None:
        """Write, or delete, files and commit them."""
        for name, text in files.items():
            path = self.repository / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if text is None:
                path.unlink()
            else:
                path.write_text(text, "utf-8")
        git("add", "--all", cwd=self.repository)
        git("commit", "--quiet", "--allow-empty", "-m", "change", cwd=self.repository)

    @property
    def head(self) -> str:
        return git("rev-parse", "HEAD", cwd=self.repository)

    def _environment(self, command: str, script: str) -> tuple[Path, dict[str, str]]:
        """The folder of this run, with our stand-in for a command first on the path."""
        self.runs += 1
        runner = self.folder / f"run{self.runs}"
        runner.mkdir()
        stand_in = runner / command
        stand_in.write_text(script.replace("PYTHON", sys.executable, 1), "utf-8")
        stand_in.chmod(0o755)
        store = runner / "store.json"
        store.write_text(json.dumps({"comments": self.comments, "calls": []}), "utf-8")
        path = f"{runner}{os.pathsep}{SCRIPTS}{os.pathsep}{os.environ['PATH']}"
        return runner, {"PATH": path, "RUNNER_TEMP": str(runner), "STORE": str(store), "TMPDIR": str(runner)}

    def _keep(self, variables: Mapping[str, str]) -> None:
        state = json.loads(Path(variables["STORE"]).read_text("utf-8"))
        self.comments, self.calls = state["comments"], state["calls"]

    def run_github(self, *, is_fork: bool = False) -> None:
        """A push to a pull request: the two steps of the workflow."""
        runner, variables = self._environment("gh", GH)
        summary, outputs = runner / "summary.md", runner / "outputs"
        summary.touch()
        outputs.touch()
        given = {
            "${{ github.event.pull_request.base.sha }}": self.base,
            "${{ github.event.pull_request.head.sha }}": self.head,
            "${{ github.event.pull_request.number }}": "7",
            "${{ github.token }}": "secret",
            "${{ github.event.pull_request.head.repo.full_name != github.repository }}": str(is_fork).lower(),
            BOT: BOT,
        }
        variables |= {"GITHUB_STEP_SUMMARY": str(summary), "GITHUB_OUTPUT": str(outputs), "GITHUB_REPOSITORY": "o/r"}
        self.printed = ""
        for step in block("workflow")["jobs"]["review"]["steps"][2:]:
            assert step["shell"] == "bash"
            own = {name: given[value] for name, value in step["env"].items()}
            ran = shell(step["run"].replace("*.xlsx", "*.csv"), self.repository, **variables, **own)
            assert ran.returncode == 0, ran.stdout + ran.stderr
            self.printed += ran.stdout
        git("worktree", "remove", "--force", str(runner / "base"), cwd=self.repository)
        self.summary, self.outputs = summary.read_text("utf-8"), outputs.read_text("utf-8")
        self._keep(variables)

    def run_gitlab(self, *, token: str = "secret") -> None:  # noqa: S107 - no real one
        """A push to a merge request: the third line of the job's script."""
        _, variables = self._environment("curl", CURL)
        variables |= {
            "CI_MERGE_REQUEST_DIFF_BASE_SHA": self.base,
            "CI_COMMIT_SHA": self.head,
            "CI_API_V4_URL": "https://example.org/api/v4",
            "CI_PROJECT_ID": "3",
            "CI_MERGE_REQUEST_IID": "7",
            "SVSCORE_TOKEN": token,
        }
        script = block("gitlab-note")["what-the-change-does"]["script"][2]
        ran = shell(script.replace("*.xlsx", "*.csv"), self.repository, **variables)
        assert ran.returncode == 0, ran.stdout + ran.stderr
        self.printed = ran.stdout
        git("worktree", "prune", cwd=self.repository)
        self._keep(variables)

    def bodies(self) -> list[str]:
        return [comment["body"] for comment in self.comments]


@pytest.fixture
def request_(tmp_path: Path) -> Request:
    """A repository with one model, two sets of bids for it, and nothing changed yet."""
    request = Request(tmp_path)
    request.repository.mkdir()
    git("init", "--quiet", cwd=request.repository)
    request.write({"frameworks/sound.yaml": SOUND, "bids/invented.csv": STRONG_AND_CHEAP})
    request.base = request.head
    return request


def test_the_recipes_are_in_the_format_of_their_servers(tmp_path: Path) -> None:
    for name, schema in (("workflow", "github-workflows"), ("gitlab", "gitlab-ci"), ("gitlab-note", "gitlab-ci")):
        found = re.search(rf"<!-- {name} -->\n```yaml\n(.*?)^```$", GUIDE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
        assert found is not None
        (tmp_path / f"{name}.yml").write_text(found[1], "utf-8")
        check_schema(schema, tmp_path / f"{name}.yml")
    check_schema("github-workflows", *(ROOT / ".github" / "workflows").glob("*.yml"))


def check_schema(schema: str, *files: Path) -> None:
    command = [str(SCRIPTS / "check-jsonschema"), "--builtin-schema", f"vendor.{schema}", *map(str, files)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout


def test_no_token_that_may_write_runs_what_a_stranger_sends() -> None:
    workflow = block("workflow")
    assert workflow[True] == "pull_request"  # YAML 1.1 takes `on` for true
    assert workflow["permissions"] == {"contents": "read", "pull-requests": "write"}
    assert workflow["jobs"]["review"]["steps"][0]["with"]["persist-credentials"] is False
    scripts = [step.get("run", "") for job in workflow["jobs"].values() for step in job["steps"]]
    assert not [script for script in scripts if "${{" in script], "names of branches and files are no part of a script"


def test_the_first_comment_says_what_the_change_does(request_: Request) -> None:
    request_.write({"frameworks/sound.yaml": reweighted(SOUND, 30)})
    request_.run_github()
    (body,) = request_.bodies()
    lines = body.splitlines()
    assert lines[0] == MARKER.format("qcbs")
    assert "**The award changes in 1 of 1 set of bids**: Bright instead of Acme (bids/invented.csv)." in lines
    sides = [git("show", "-s", "--format=%h of %cs", each, cwd=request_.repository) for each in (request_.base, "HEAD")]
    assert lines[-1] == f"Compared: {sides[0]} with {sides[1]}."
    assert request_.summary == body
    assert request_.outputs == "award=changes\n"
    assert request_.calls[1:] == [f"pr comment 7 --body-file {request_.folder}/run1/comments/sound.md"]


def test_a_later_push_rewrites_the_comment_and_makes_no_second(request_: Request) -> None:
    request_.comments = [ours("The award changes.")]
    request_.write({"frameworks/sound.yaml": reweighted(SOUND, 70)})
    request_.run_github()
    (body,) = request_.bodies()
    assert "| 80 | 70 | -10 |" in body
    assert "No award and no rank changes" in body
    assert request_.outputs == ""
    file = f"{request_.folder}/run1/comments/sound.md"
    assert request_.calls[1:] == [f"api --silent --method PATCH repos/o/r/issues/comments/100 --field body=@{file}"]


def test_no_comment_but_our_own_is_touched(request_: Request) -> None:
    others = [
        ("mallory", MARKER.format("qcbs") + "\nAll is well"),
        ("another-bot[bot]", MARKER.format("qcbs") + "\nAll is well"),
        (BOT, "Thank you\n" + MARKER.format("qcbs")),
        (BOT, MARKER.format("qcbs") + " and more\nAnother tool"),
        (BOT, "<!-- svscore: other qcbs -->\nAnother comment"),
        (BOT, "> " + MARKER.format("qcbs") + "\nA quotation"),
    ]
    request_.comments = [
        {"id": number, "user": {"login": login}, "body": body} for number, (login, body) in enumerate(others)
    ]
    request_.comments.append(ours("With the line ends of another system.", "\r\n"))
    request_.write({"frameworks/sound.yaml": reweighted(SOUND, 30)})
    request_.run_github()
    assert request_.bodies()[:-1] == [body for _, body in others]
    assert "Bright instead of Acme" in request_.bodies()[-1]
    assert [line.split()[:4] for line in request_.calls[1:]] == [["api", "--silent", "--method", "PATCH"]]


@pytest.mark.parametrize(
    "files",
    [
        {"frameworks/sound.yaml": SOUND},
        {"frameworks/sound.yaml": SOUND.replace("Quality and cost based selection", "Quality and cost")},
        {"frameworks/sound.yaml": None, "frameworks/renamed.yaml": SOUND},
    ],
    ids=["reverted", "only a title", "renamed file"],
)
def test_a_change_that_is_taken_back_is_said_in_its_comment(request_: Request, files: dict[str, str | None]) -> None:
    request_.comments = [ours("The award changes.")]
    request_.write(files)
    request_.run_github()
    said = f"No longer changes any score (commit {request_.head[:7]})."
    assert request_.bodies() == [f"{MARKER.format('qcbs')}\n{said}\n"]
    assert request_.summary.startswith("No model's scores change. Compared: ")
    assert request_.outputs == ""


def test_nothing_is_said_of_what_changes_no_score(request_: Request) -> None:
    request_.write(
        {"README.md": "New", "frameworks/sound.yaml": SOUND.replace("title: Quality and", "title: A quality")}
    )
    request_.run_github()
    assert request_.comments == []
    assert len(request_.calls) == 1
    assert request_.summary.startswith("No model's scores change. ")


def test_a_fork_gets_the_summary_and_a_notice_and_no_comment(request_: Request) -> None:
    request_.write({"frameworks/sound.yaml": reweighted(SOUND, 30)})
    request_.run_github(is_fork=True)
    assert request_.calls == []
    assert "::notice::comment skipped: pull request from a fork" in request_.printed
    assert "Bright instead of Acme" in request_.summary


def test_each_model_has_a_comment_of_its_own_and_a_variant_follows_the_model_it_extends(request_: Request) -> None:
    header = SOUND[: SOUND.index("rounding:")].replace("id: qcbs", "id: variant")
    request_.write(
        {
            "frameworks/variant.yaml": f"{header}extends: sound.yaml\nset: {{experience: 30}}\n",
            "frameworks/apart.yaml": SOUND.replace("id: qcbs", "id: apart"),
            "frameworks/menu.yaml": (ROOT / "frameworks" / "ppn-06-20.yaml").read_text("utf-8"),
            "bids/invented.csv": None,
            "bids/sound/one.csv": STRONG_AND_CHEAP,
            "bids/sound/two.csv": STRONG_AND_CHEAP.replace("600", "890"),
            "bids/apart/one.csv": STRONG_AND_CHEAP.replace("Acme", "Apex"),
        }
    )
    request_.base = request_.head
    request_.write(
        {
            "frameworks/sound.yaml": reweighted(SOUND, 30),
            "frameworks/apart.yaml": reweighted(SOUND.replace("id: qcbs", "id: apart"), 30),
            "frameworks/new.yaml": SOUND.replace("id: qcbs", "id: new"),
        }
    )
    request_.run_github()
    apart, sound, variant = request_.bodies()
    assert [body.splitlines()[0] for body in (apart, sound, variant)] == [
        MARKER.format(name) for name in ("apart", "qcbs", "variant")
    ]
    assert "Bright instead of Apex (bids/apart/one.csv)" in apart
    assert "**The award changes in 1 of 2 sets of bids**: Bright instead of Acme (bids/sound/one.csv)." in sound
    assert "Not tried on any bids" in variant
    assert request_.summary == apart + sound + variant


def test_bids_the_old_model_cannot_score_fail_the_run(request_: Request) -> None:
    request_.write({"frameworks/sound.yaml": reweighted(SOUND, 30), "bids/invented.csv": "Bidder,price\nAcme,1\n"})
    with pytest.raises(AssertionError, match=r"invented\.csv"):
        request_.run_github()


def test_the_merge_request_has_one_note_that_follows_the_change(request_: Request) -> None:
    other = {"id": 1, "author": {"id": 8}, "body": MARKER.format("qcbs") + "\nNot ours"}
    request_.comments = [other, {"id": 2, "author": {"id": 7}, "body": "A word"}]
    request_.write({"frameworks/sound.yaml": reweighted(SOUND, 30)})
    request_.run_gitlab()
    assert len(request_.comments) == 3
    assert request_.bodies()[2].startswith(MARKER.format("qcbs") + "\n")
    assert "Bright instead of Acme" in request_.bodies()[2]
    request_.write({"frameworks/sound.yaml": SOUND})
    request_.run_gitlab()
    said = f"No longer changes any score (commit {request_.head[:7]})."
    assert request_.bodies()[2:] == [f"{MARKER.format('qcbs')}\n{said}\n"]
    assert request_.comments[0] == other


def test_a_merge_request_without_the_token_gets_no_note(request_: Request) -> None:
    request_.write({"frameworks/sound.yaml": reweighted(SOUND, 30)})
    request_.run_gitlab(token="")
    assert request_.calls == []
    assert "Bright instead of Acme" in request_.printed
    assert "note skipped" in request_.printed
