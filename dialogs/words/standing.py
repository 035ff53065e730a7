"""Where a referral stands and for whom it waits, to follow its reference."""

from dialogs.words import labels
from dialogs.words.conditions import listed
from panel.council import Office
from panel.officers import asked_gates, next_step
from panel.people import Role
from panel.profile import Profile
from panel.referral import Referral, ReferralStatus


def standing(office: Office, referral: Referral) -> str:
    """`waits for Dilys Morgan to sign it`; the plain words of its state where it waits for nobody by name."""
    profile = office.profile_of(referral)
    match referral.status:
        case ReferralStatus.AWAITING_AUTHORISATION:
            return f"waits for {_signer(office, profile, referral)} to sign it"
        case ReferralStatus.AWAITING_EXCEPTION:
            roles = list(dict.fromkeys(role for _, role in asked_gates(profile, referral)))
            about = "whether it belongs elsewhere" if _elsewhere(referral) else "the exception"
            return f"waits for {_posts(profile, roles)} to answer about {about}"
        case ReferralStatus.IN_FILTER if profile.filter:
            return f"is being looked at before the panel by {_posts(profile, profile.filter.by)}"
        case ReferralStatus.PRESENTED if profile.sittings is None:
            return f"waits for {_posts(profile, [profile.decisions.confirmed_by])} to decide it"
    return labels.referral_state(referral.status)


def _signer(office: Office, profile: Profile, referral: Referral) -> str:
    following = next_step(profile, referral)
    by = following[1].by if following else Role.LINE_MANAGER
    if by is Role.LINE_MANAGER and referral.manager:
        return office.name(referral.manager)
    return office.name(referral.referrer) if by is Role.PRACTITIONER else _posts(profile, [by])


def _elsewhere(referral: Referral) -> bool:
    return referral.ask is not None and referral.ask.about == "elsewhere"


def _posts(profile: Profile, roles: list[Role]) -> str:
    return listed([f"the {profile.title(role)}" for role in roles], "or")
