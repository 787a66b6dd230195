"""What the fictional partnership writes for other readers: easy read, for children, to the committee; and its page for
people who are worried about a child. Its telephone numbers belong to nobody."""

WORRIED = """You do not have to be sure. Tell us what worries you, and we will look.

## In Thornley

Call the children's front door on 020 7946 0018, Monday to Friday, 8am to 8pm.

At night and at weekends, call the emergency duty team on 020 7946 0027."""

RETOLD = {
    "easy-read": """This is the short report. It uses easy words. You can read it alone or with somebody.

## Who we are

[[easy_who]]

## What we wanted to do

[[easy_priorities]]

## What people told us

[[you_told_us]]

## What we learned

Things get done when one person has to do them. When nobody is named, they are forgotten.

[[easy_learning]]

## What changed for children

[[easy_changes]]

## Some numbers

[[easy_numbers]]

## What comes next

[[easy_next]]

## Who to call

[[easy_help]]""",
    "children": """## Hello

[[children_who]]

## What you told us, and what we did

Some of you talked to us this year. Thank you. It took courage.

We did not talk to children under five this year. We should have. We want to do better.

[[you_told_us]]

## What we worked on

[[easy_priorities]]

## What is different now

[[children_changes]]

Every school now has one person who looks after this. If something is wrong, ask for the safeguarding lead. That is their \
job. They will listen.

## What we still have to do

[[children_next]]

If you move to another town, what we know does not always move with you. So you have to tell your story again. That is \
not fair. We are working on it.

## Where to get help

[[children_help]]""",
    "committee": """## Committee

Children and Families Scrutiny Committee, Thornley Council

## Date of the meeting

{meets}

## Classification

For publication

## Report of

The safeguarding partners of Thornley: the council, the police and the integrated care board

## Portfolio

Children and Education

## Wards

All

## Policy context

Keeping children safe, one of the aims of the council's plan

## Author and contact

Owen Farrow, partnership manager, 020 7946 0000, partnership@thornley.example

## Matters for the committee to consider

The report says where nothing changed, or where it is not known yet. Members may wish to ask about these first.

Work drifts where nobody is named to do it. The scrutineer says so, and the partners agree.

## Recommendations to the committee

- That the committee notes the report and what became of its earlier requests.
- That the committee says which of the partners' priorities it wishes to hear about during the year.

## Since the committee last met

[[committee]]

## Financial implications

The council's part of the partnership's money is £92,000, which stands in its budget. No further money is asked for.

## Legal implications

The three partners must publish a report every year. Publishing it meets that duty; nothing else arises.

## Equality implications

The report prints how often children of each ethnic group are referred, and come back, beside White children. It does \
not explain the differences yet.

## Health and wellbeing implications

The integrated care board pays for two nurses at the front door.

## Consultation

Young people who had been searched, and young people who live in homes, were asked. What they said stands in the report.

## Background papers

None that is not published.""",
}
