"""Files that came with a mail, as papers of a case: as many as fit, never one that could run."""

from datetime import datetime

from panel import completeness
from panel.intake import MailFile
from panel.profile import Profile
from panel.referral import Paper, Referral

_NO_PAPERS = (".p7s", ".p7m", ".asc", ".ics", ".vcf")
"""Signatures, invitations and visiting cards that mail programs add by themselves."""
_COULD_RUN = (
    *(".exe", ".com", ".scr", ".bat", ".cmd", ".ps1", ".vbs", ".js", ".jse", ".wsf", ".hta", ".msi", ".jar", ".lnk"),
    *(".iso", ".img", ".reg", ".docm", ".dotm", ".xlsm", ".xltm", ".pptm", ".html", ".htm", ".svg", ".url", ".chm"),
)
_UNOPENED = ("winmail.dat",)


def worth_keeping(files: tuple[MailFile, ...]) -> tuple[MailFile, ...]:
    """The files without what mail programs add by themselves."""
    return tuple(file for file in files if not file.name.lower().endswith(_NO_PAPERS))


def with_files(
    referral: Referral, profile: Profile, files: tuple[MailFile, ...], at: datetime
) -> tuple[Referral, dict[str, str]]:
    """The referral with each file that may be a paper, and why any other is not taken, by its place among the files.

    A paper is named by its file name, or by the one paper that is due; the rest is asked. One the case has already is
    not kept twice (CB-10.16).
    """
    kept, refused = referral, dict[str, str]()
    for place, file in enumerate(files):
        if file not in worth_keeping(files) or any(paper.digest == file.digest for paper in kept.papers):
            continue
        if why := _why_not(kept, profile, file):
            refused[str(place)] = why
            continue
        document = _document(kept, profile, file.name)
        paper = Paper(name=file.name, document=document, digest=file.digest, size=file.size, added_at=at)
        kept = kept.model_copy(update={"papers": (*kept.papers, paper), "touched_at": at})
    return kept, refused


def in_facts(refused: dict[str, str]) -> dict[str, str]:
    """The same for a notice, which holds no file's name: those may name a child."""
    return {"refused": " ".join(f"{place}:{why}" for place, why in refused.items())} if refused else {}


def _why_not(referral: Referral, profile: Profile, file: MailFile) -> str:
    name = file.name.lower()
    if name.endswith(_COULD_RUN):
        return "program"
    if name in _UNOPENED:
        return "unopened"
    if not file.size:
        return "empty"
    if file.size > completeness.LARGEST_FILE:
        return "large"
    return "full" if len(referral.papers) >= profile.max_attachments else ""


def _document(referral: Referral, profile: Profile, file_name: str) -> str:
    """Which paper it is, where its name says so plainly or only one is due; empty where it must be asked."""
    plain = "".join(letter for letter in file_name.lower() if letter.isalnum())
    wanted = [rule.id for rule in profile.form.documents if rule.id.replace("_", "") in plain]
    if len(wanted) == 1:
        return wanted[0]
    due = [rule.id for rule in completeness.papers_missing(profile, referral)]
    return due[0] if len(due) == 1 and not wanted else ""
