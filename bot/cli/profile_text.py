"""The text a new profile starts from: the least a panel needs, each part with what it is for."""

from string import Template

TEXT = Template(
    """\
# A panel's profile. Look it over with: panel-clerk profile check FILE, and panel-clerk profile show FILE
# Lengths: 3wd = working days, 2d = calendar days, 8w = weeks, 2h = hours.
max_attachments = 5

[panel]
id = $id
name = $name
council = $council
prefix = $prefix
status = "draft"              # draft, pilot, live or retired; only pilot and live take referrals
version = "0.1"               # a new one for each change; keep the one before as <id>/<version>.toml
# effective_from = 2027-04-01 # the day from which these rules are in force
source = $source
marking = $marking

[working_days]
closure_days = []             # days the council closes beside weekends and bank holidays
day_ends = $cutoff_time

[[gates]]                     # answers that send a request elsewhere, hold it back ("block") or only warn ("warn")
id = "remit"
when = { in_remit = "no" }
then = "elsewhere"
say = "This panel cannot take the request. Please talk to your manager about the right route."

[titles]                      # what the council calls each of these
practitioner = "social worker"
line_manager = "team manager"
panel_admin = "panel administrator"
chair = "Chair"
head_of_service = "Head of Service"
member = "panel member"
resources_team = "Resources Team"
finance = "finance officer"

[authorisation]               # who signs a referral, in this order, and what they confirm
steps = [
  { by = "line_manager", checks = [
    { id = "assessment_complete", ask = "The assessment is complete" },
    { id = "within_remit", ask = "The case is within the panel's remit" },
  ] },
]

[submission]                  # when requests close; remind counts back from then
lead = $lead
cutoff_time = $cutoff_time
remind = ["2wd", "1wd"]

[meetings]
start = $start
usual_end = $usual_end
slot_minutes = $slot_minutes
venue = $venue
presenters = ["manager"]

[decisions]
confirmed_by = $confirmed_by
sheets_within = "5wd"
outcomes = [
  { code = "agreed", label = "Agreed", effect = "agreed", needs = [
    "reasons", "end_date", "review_date", "reapply_by", "budget_code"
  ] },
  { code = "not_agreed", label = "Not agreed", effect = "refused", needs = ["reasons"] },
  { code = "deferred", label = "Deferred to a later panel", effect = "deferred", needs = ["reasons", "missing"] },
]
considers = [                 # shown with the answer to the question of the same id
  { id = "summary", ask = "The case in short" },
]
tasks = [                     # what follows from a confirmed decision
  { id = "explain", owner = "manager", within = "5wd", on = ["agreed", "refused"], text = "Explain the decision" },
]

[emergency]                   # the route between meetings
sections = ["child", "urgent"]
must_know = ["initials", "urgent_ask", "why_now"]
search_needs = ["needs", "risks"]
approvers = $approvers
escalate_after = $escalate_after
if_no_panel = $if_no_panel
outcomes = [
  { code = "ratified", label = "Ratified", effect = "agreed", needs = [
    "reasons", "end_date", "review_date", "reapply_by", "budget_code"
  ] },
  { code = "ratified_varied", label = "Ratified with changes", effect = "agreed", needs = [
    "reasons", "end_date", "review_date", "reapply_by", "budget_code", "conditions"
  ] },
  { code = "not_ratified", label = "Not ratified", effect = "refused", needs = [
    "reasons", "end_date", "end_plan", "plan_owner"
  ] },
]

[reviews]                     # how long before a new application is needed people are reminded
remind = ["8w", "4w", "1w"]
contract_scan = "8w"

# Who is told what. `to` is a role, a party to the case, or one of the panel's contact addresses.
[[tell]]
on = "booked"
to = "referrer"
via = "email"
[[tell]]
on = "booked"
to = "manager"
via = "email"
[[tell]]
on = "emergency_approved"
to = "referrer"
via = "teams"
[[tell]]
on = "emergency_approved"
to = "panel_admin"
via = "teams"
[[tell]]
on = "emergency_approved"
to = "finance"
via = "email"
[[tell]]
on = "emergency_refused"
to = "referrer"
via = "teams"
[[tell]]
on = "decided"
to = "referrer"
via = "teams"
[[tell]]
on = "decided"
to = "manager"
via = "teams"
[[tell]]
on = "released"
to = "members"
via = "email"

[form]                        # the cards, the Word form and the case summary are all drawn from this
title = "Referral form"

[[form.documents]]            # a paper without which a referral is not complete
id = "assessment"
label = "Assessment of need"

[[form.sections]]
id = "child"
title = "The child"
  [[form.sections.question]]
  id = "initials"
  ask = "Initials of the child"
  kind = "line"
  max_length = 6
  [[form.sections.question]]
  id = "date_of_birth"
  ask = "Date of birth"
  kind = "date"
  [[form.sections.question]]
  id = "in_remit"
  ask = "Does the child meet the panel's criteria?"
  kind = "yes_no"

[[form.sections]]
id = "urgent"
title = "Why it cannot wait"
when = { emergency = "yes" }
  [[form.sections.question]]
  id = "urgent_ask"
  ask = "What are you asking for?"
  kind = "line"
  max_length = 300
  [[form.sections.question]]
  id = "why_now"
  ask = "Why can this not wait until the next panel?"
  max_length = 600
  [[form.sections.question]]
  id = "needs"
  ask = "The child's needs"
  [[form.sections.question]]
  id = "risks"
  ask = "Risks"

[[form.sections]]
id = "request"
title = "The request"
  [[form.sections.question]]
  id = "ask"
  ask = "What is the panel asked to decide?"
  max_length = 600
  [[form.sections.question]]
  id = "summary"
  ask = "Short summary of the case"
  max_length = 2000
  [[form.sections.question]]
  id = "panel_date"
  ask = "Which panel would you like?"
  kind = "meeting"
  required = false
  help = "Leave it open for the next free place."
  [[form.sections.question]]
  id = "cost_per_week"
  ask = "Cost a week, in pounds"
  kind = "money"
"""
)
