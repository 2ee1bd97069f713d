"""Looking into segments: profile, overlap, exports."""

from fastapi.responses import FileResponse

from stayflow.access import Role
from stayflow.interfaces import exports
from stayflow.interfaces.http.context import InProject, ProjectContext
from stayflow.interfaces.http.least import Least
from stayflow.interfaces.http.model.segment import (
    OverlapAnswer,
    OverlapBody,
    OverlapPart,
    OverlapSegment,
    SegmentExportAnswer,
    SegmentExportBody,
    SegmentExports,
    SegmentProfile,
    TraitShape,
)
from stayflow.interfaces.http.route.table import PROJECT, Route, Tag, Trace
from stayflow.understand import segment as rooms
from stayflow.understand.segment import Export, ExportNotFound, ExportWish

_TYPES = {"csv": "text/csv; charset=utf-8", "parquet": "application/vnd.apache.parquet"}


def get_segment_profile(segment_id: str, context: InProject) -> SegmentProfile:
    """What the segment is made of, against everybody."""
    with context.transaction() as tx:
        segment = rooms.get_segment(tx, segment_id)
    sources = context.app.traits(context.project)
    profile = rooms.profile_segment(
        segment, scope=context.scope(), warehouse=context.warehouse(), sources=sources
    )
    with context.transaction() as tx:
        named = rooms.name_traits(profile.traits, sources, tx)
    shown = [
        each
        for each in named
        if each.kind != "attribute" or not context.hides_attribute(each.name, each.value)
    ]
    return SegmentProfile(
        people=profile.people,
        everybody=profile.everybody,
        traits=[TraitShape.model_validate(each) for each in shown],
        hidden=len(profile.traits) - len(shown),
    )


def overlap_segments(body: OverlapBody, context: InProject) -> OverlapAnswer:
    """How many people are in exactly which of some segments."""
    with context.transaction() as tx:
        segments = [
            rooms.get_segment(tx, each, path=f"segments[{index}]")
            for index, each in enumerate(body.segments)
        ]
    parts = rooms.overlap_segments(segments, scope=context.scope(), warehouse=context.warehouse())
    return OverlapAnswer(
        segments=[
            OverlapSegment(segment_id=each.segment_id, name=each.name, people=each.people_count)
            for each in segments
        ],
        parts=[OverlapPart(inside=list(each.inside), people=each.people) for each in parts],
    )


def list_segment_exports(segment_id: str, context: InProject) -> SegmentExports:
    """What left as a file, and what for."""
    with context.transaction() as tx:
        segment = rooms.get_segment(tx, segment_id)
        found = rooms.list_exports(tx, segment.segment_id)
    return SegmentExports(exports=[_export(context, each) for each in found])


def export_segment(
    segment_id: str, body: SegmentExportBody, context: InProject
) -> SegmentExportAnswer:
    """Write the people of a segment into a file; the answer is the running export."""
    wish = ExportWish(
        format=body.format,
        purpose=body.purpose,
        columns=tuple(dict.fromkeys(body.columns)),
        identities=tuple(dict.fromkeys(body.identities)),
        is_masked=not context.sees_personal_data,
    )
    begun = exports.begin(context.app, context.project, segment_id, wish, by=context.caller.actor)
    return _export(context, begun.export)


def stop_segment_export(segment_id: str, export_id: str, context: InProject) -> SegmentExportAnswer:
    """Stop it; nothing of the file stays."""
    found = _find(context, segment_id, export_id)
    exports.stop(context.app, context.project, export_id)
    return _export(context, found)


def get_segment_export_file(segment_id: str, export_id: str, context: InProject) -> FileResponse:
    """The file, for whoever sees personal data as it is written in it."""
    found = _find(context, segment_id, export_id)
    file = exports.file_of(context.app, context.project, found)
    if found.written_at is None or not file.exists():
        raise ExportNotFound("the file is not written yet", path="export_id")
    if not found.is_masked and found.identities:
        context.require(Role.OPERATOR)
    name = f"{found.segment}.{found.format}"
    return FileResponse(file, media_type=_TYPES[found.format], filename=name)


def _find(context: ProjectContext, segment_id: str, export_id: str) -> Export:
    with context.transaction() as tx:
        segment = rooms.get_segment(tx, segment_id)
        found = rooms.get_export(tx, export_id)
    if found.segment_id != segment.segment_id:
        raise ExportNotFound(f'no export "{export_id}" of this segment', path="export_id")
    return found


def _export(context: ProjectContext, export: Export) -> SegmentExportAnswer:
    job = exports.job_of(context.app, context.project, export.export_id)
    state = "done" if export.written_at else job.state.value if job else "failed"
    return SegmentExportAnswer(
        export_id=export.export_id,
        segment_id=export.segment_id,
        format=export.format,
        purpose=export.purpose,
        columns=list(export.columns),
        identities=list(export.identities),
        is_masked=export.is_masked,
        state=state,
        progress=job.done / job.total if job and job.total else None,
        error=job.error if job else None,
        people=export.people,
        withheld=export.withheld,
        requested_by=export.requested_by,
        requested_at=export.requested_at,
    )


_ALL = PROJECT + "/segments"
_ONE = _ALL + "/{segment_id}"
_EXPORTS = _ONE + "/exports"
_EXPORT = _EXPORTS + "/{export_id}"
_ANALYST, _TAG = Least.ANALYST, Tag.SEGMENTS
ROUTES = (
    Route("GET", _ONE + "/profile", get_segment_profile, _ANALYST, _TAG, SegmentProfile),
    Route(
        "POST",
        PROJECT + "/segment-overlap",
        overlap_segments,
        Least.VIEWER,
        _TAG,
        OverlapAnswer,
        trace=Trace.NEVER,
    ),
    Route("GET", _EXPORTS, list_segment_exports, _ANALYST, _TAG, SegmentExports),
    Route("POST", _EXPORTS, export_segment, _ANALYST, _TAG, SegmentExportAnswer, status=201),
    Route("POST", _EXPORT + "/stop", stop_segment_export, _ANALYST, _TAG, SegmentExportAnswer),
    Route(
        "GET",
        _EXPORT + "/file",
        get_segment_export_file,
        _ANALYST,
        _TAG,
        str,
        described=True,
        trace=Trace.ALWAYS,
    ),
)
