"""Loading the demo: projects, data, and what an operator would have made of them by now."""

from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter
from zoneinfo import ZoneInfo

from stayflow.access.project import NewProject, create_project, list_projects
from stayflow.app import App
from stayflow.demo import boards, steps
from stayflow.demo.dates import DateShift, shift_to_yesterday
from stayflow.demo.definitions import JOURNEY, PROJECTS, DemoProject
from stayflow.demo.sign_in import FirstSignIn, ensure_owner
from stayflow.demo.steps import Step, Work
from stayflow.demo.store import fix_shift, list_done, mark_done
from stayflow.kernel.ids import ProjectId

Progress = Callable[[str], None]

STEPS: tuple[tuple[str, Step], ...] = (
    ("import", steps.import_files),
    ("plan", steps.draft_tracking_plan),
    ("rfm", steps.save_rfm),
    ("lifecycle", steps.replay_lifecycle),
    ("tags", steps.save_tags),
    ("segments", steps.save_segments),
    ("questions", steps.save_questions),
    ("metrics", boards.save_metrics),
    ("dashboard", boards.save_dashboard),
)
JOURNEY_STEPS: tuple[tuple[str, Step], ...] = (
    ("points", steps.grant_points),
    ("campaign", steps.send_campaign),
)


@dataclass(frozen=True, slots=True)
class DemoLoaded:
    """What loading the demo came to.

    Attributes:
        projects: The demo's projects.
        shifts: By how much the dates of each were moved.
        sign_in: The owner's sign-in; `None` when it was made earlier and its file is gone.
        seconds: How long it took.
    """

    projects: tuple[ProjectId, ...]
    shifts: tuple[DateShift, ...]
    sign_in: FirstSignIn | None
    seconds: float


def load_demo(app: App, *, progress: Progress = lambda _sentence: None) -> DemoLoaded:
    """Load the demo's projects; what is there already is left as it is.

    A load that was cut off goes on where it stopped, with the dates it began with.

    Args:
        app: The open app.
        progress: Called with a sentence before each step.
    """
    began = perf_counter()
    shifts = tuple(_load_project(app, about, progress) for about in PROJECTS)
    projects = tuple(ProjectId(about.id) for about in PROJECTS)
    sign_in = ensure_owner(app, projects)
    return DemoLoaded(projects, shifts, sign_in, perf_counter() - began)


def _load_project(app: App, about: DemoProject, progress: Progress) -> DateShift:
    project = ProjectId(about.id)
    shift = shift_to_yesterday(about.last_on, now=app.clock.now(), zone=ZoneInfo(about.zone))
    with app.relational.project(project) as tx:
        shift = fix_shift(tx, shift)
        done = list_done(tx)
    if project not in {known.id for known in list_projects(relational=app.relational)}:
        note = "\n".join(f"{about.about[lang]} {shift.describe(lang)}" for lang in ("zh", "en"))
        new = NewProject(about.id, about.name, about.zone, about.currency, note)
        create_project(new, relational=app.relational, warehouse=app.warehouse, clock=app.clock)
    work = Work(app, about, shift)
    for name, step in _steps_of(about):
        if name in done:
            continue
        progress(f"{about.name}: {name}")
        step(work)
        with app.relational.project(project) as tx:
            mark_done(tx, name)
    return shift


def _steps_of(about: DemoProject) -> tuple[tuple[str, Step], ...]:
    return STEPS + (JOURNEY_STEPS if about is JOURNEY else ())
