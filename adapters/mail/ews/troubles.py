"""What went wrong at Exchange, in words an administrator can act on; they never hold anything of a mail."""

from typing import Final

import requests
from exchangelib import errors as e

from adapters.mail.ews.protocol import USUAL_WAIT, HttpError
from adapters.mail.ews.retirement import is_exchange_online
from adapters.mail.ews.settings import EwsSettings
from adapters.mail.ews.worker import GivenUpError
from panel.errors import DeliveryFailed, DeliveryInDoubt

_LONGEST_WAIT: Final = 3600.0

_CLOUD_REFUSES = (
    "Exchange Online does not let the clerk in (403). EWS is most likely switched off for the tenant, which Microsoft "
    "does from 1 October 2026. An Exchange administrator can look at EwsEnabled and EwsAllowedAppIDs with "
    "Get-OrganizationConfig. EWS ends on 1 April 2027: change the mailbox to Microsoft Graph."
)
_SERVER_REFUSES = (
    "The Exchange server does not let the clerk in (403). An Exchange administrator can check that EWS is allowed: "
    "EwsEnabled in Get-CASMailbox for the account and the mailbox, and EwsEnabled in Get-OrganizationConfig."
)
_NOT_SIGNED_IN = (
    "Exchange does not accept the clerk's sign-in (401). Check the user and the secret, whether the account is locked "
    "or its password has run out, and whether the server allows this kind of sign-in."
)
_NO_ACCESS = (
    "The clerk's account may not open the mailbox. Give it full access to the mailbox, or the impersonation role with "
    "PANEL_CLERK_EWS_ACCESS=impersonation, and check the mailbox's address."
)
_NO_SEND_AS = "The clerk's account may not send from this address. Give it the right to send as the panel's address."
_NO_TLS = (
    "The Exchange server's certificate is not trusted, so nothing was sent. Name the council's certificate authority "
    "in PANEL_CLERK_EWS_CA_FILE."
)
_UNREACHABLE = "The Exchange server cannot be reached. Check its address and the network."
_NO_ANSWER = "Exchange did not answer in time."
_WENT_WRONG = "Exchange could not do what was asked of it."

_REFUSED_ACCESS = (
    e.ErrorAccessDenied,
    e.ErrorImpersonateUserDenied,
    e.ErrorImpersonationDenied,
    e.ErrorImpersonationFailed,
    e.ErrorNonExistentMailbox,
)
_NEVER = (e.ErrorInvalidRecipients, e.ErrorMessageSizeExceeded, e.ErrorMimeContentInvalid)
"""Answers that will be the same next time: it lies with the mail."""
_MAY_HAVE_WORKED = (e.ErrorInternalServerError, e.ErrorInternalServerTransientError, e.ErrorTimeoutExpired)


class StumbledError(DeliveryFailed):
    """Exchange was there, but this one thing did not work: it may lie with the mail that was asked for."""


def translated(error: Exception, settings: EwsSettings, *, sending: bool) -> DeliveryFailed:
    """What an error means for the call; `sending` when a mail may have gone out although it failed."""
    if isinstance(error, DeliveryFailed):
        return error
    if type(error) is e.TransportError and isinstance(error.__context__, e.ResponseMessageError):
        error = error.__context__  # it came while exchangelib found out about the server
    if isinstance(error, e.UnauthorizedError):
        return DeliveryFailed(_NOT_SIGNED_IN)
    if isinstance(error, HttpError):
        return _of_status(error, settings, sending)
    if isinstance(error, e.ErrorServerBusy) and not isinstance(error.__context__, _MAY_HAVE_WORKED):
        wait = min(error.back_off or USUAL_WAIT, _LONGEST_WAIT)
        return DeliveryFailed("Exchange is busy and asks the clerk to wait.", retry_after=wait)
    if isinstance(error, _REFUSED_ACCESS):
        return DeliveryFailed(_NO_ACCESS)
    if isinstance(error, e.ErrorSendAsDenied):
        return DeliveryFailed(_NO_SEND_AS)
    if isinstance(error, _NEVER):
        return DeliveryFailed("Exchange does not take this mail: its address, size or form is wrong.", permanent=True)
    return _of_connection(error, sending)


def _of_status(error: HttpError, settings: EwsSettings, sending: bool) -> DeliveryFailed:
    if error.status == 403:
        return DeliveryFailed(_CLOUD_REFUSES if is_exchange_online(settings.host) else _SERVER_REFUSES)
    if error.status == 413:
        return DeliveryFailed("The mail is bigger than the Exchange server takes.", permanent=sending)
    if error.status < 500 and error.status != 408:
        return DeliveryFailed(f"There is no EWS at the Exchange address: it answered {error.status}.")
    return _unclear(f"Exchange answered {error.status}.", sending)


def _of_connection(error: Exception, sending: bool) -> DeliveryFailed:
    cause = error.__context__
    if isinstance(cause, requests.exceptions.SSLError):
        return DeliveryFailed(_NO_TLS)
    if isinstance(cause, requests.exceptions.ConnectionError) and _never_connected(cause):
        return DeliveryFailed(_UNREACHABLE)
    if isinstance(error, GivenUpError | e.ErrorTimeoutExpired):
        return _unclear(_NO_ANSWER, sending)
    definite = isinstance(error, e.ResponseMessageError) and not isinstance(
        error, (*_MAY_HAVE_WORKED, e.ErrorServerBusy)
    )
    return _unclear(_WENT_WRONG, sending and not definite)


def _never_connected(error: requests.exceptions.ConnectionError) -> bool:
    """Whether the request cannot have left this machine."""
    if isinstance(error, requests.exceptions.ConnectTimeout):
        return True
    reason = getattr(error.args[0] if error.args else None, "reason", None)
    return type(reason).__name__ in ("NewConnectionError", "NameResolutionError")


def _unclear(reason: str, sending: bool) -> DeliveryFailed:
    return DeliveryInDoubt(reason) if sending else StumbledError(reason)
