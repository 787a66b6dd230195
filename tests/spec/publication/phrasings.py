"""Sentences as reports write them, one mistake in each, and right ones; for a report on 1 April 2024 to 31 March 2025.

Each set was written without looking at the patterns, scored once, and only then used to widen them.
"""

IMPACT = """
Children in Westbridge are safer today than they were a year ago.
Our neglect strategy has made a real difference to the lives of families.
The new exploitation hub has led to fewer young people being drawn into county lines.
As a result of this training, practitioners now recognise harm much earlier.
Early help is stopping problems from getting worse for hundreds of families.
The campaign transformed the way that schools respond to self-harm.
Thanks to the safer sleeping programme, babies are better protected.
Domestic abuse work has significantly reduced the number of children coming back to our attention.
We have seen a marked improvement in the quality of plans.
Professionals feel far more confident in challenging one another because of the escalation policy.
Families tell their story only once since the front door was joined up.
The multi-agency audit programme has driven up standards of practice across the borough.
Fewer babies are harmed now that midwives use the ICON message.
This work has had a lasting effect on how boys think about consent.
The daily huddle means that no child slips through the net.
Children's voices now shape every decision that is made about them.
Outcomes for care leavers have never been better.
The joint protocol has cut delays in strategy discussions.
Our learning from reviews has changed practice at the front line.
Contextual safeguarding has made our parks and transport hubs safe places for teenagers.
School attendance of vulnerable pupils has risen thanks to the joint approach.
The partnership has successfully tackled neglect.
Waiting times for therapeutic support have come down dramatically.
Social workers are spending more time with children following the redesign.
Parents say they are coping better after the programme.
The learning bulletins have been instrumental in raising awareness of hidden harm.
The new pathway ensures that children get the right help at the right time.
There has been a sea change in how agencies share information.
Knife crime among under-18s is falling because of the violence reduction work.
The pilot proved highly effective in keeping brothers and sisters together.
Repeat missing episodes have dropped since the return interview service was recommissioned.
Our work on child sexual abuse has given children the courage to speak.
Mental health support teams have helped pupils to stay in school.
The trauma-informed approach has improved relationships between children and their carers.
Vulnerable babies benefit from stronger pre-birth planning.
Referrals are of a higher quality than before.
The dataset has enabled partners to spot trends sooner and prevent harm.
Housing officers have become better at noticing damp that makes children ill.
The strengthened MASH has resulted in safer and quicker decisions for children.
It is clear that the voice of the child is now embedded in practice.
Children on plans see the same social worker for longer since caseloads were capped.
The mentoring scheme keeps young people away from gangs.
Attendance at core groups is much improved.
Our bulletin has raised the profile of fathers among staff.
We are proud that fewer infants were injured this year.
Because of the app, families get answers on the same day.
Young carers say life at home is calmer thanks to the group.
Schools report that pupils talk about worries more openly now.
The police have become quicker at telling schools about incidents at home.
The peer review confirmed that we have turned a corner on exploitation.
Joint visits have put an end to families being asked the same questions.
Hospital staff are now confident in asking about bruises.
The work of the hub has been invaluable in keeping children safe online.
Escalations are resolved sooner following our new policy.
Our approach to neglect is making homes cleaner and children healthier.
Practitioners have a much better grasp of thresholds.
The reunification project succeeded in bringing children home from care.
Violence outside the school gates has stopped.
The revised form has led staff to record ethnicity properly.
Supervision has sharpened the thinking of frontline workers.
The quality of referrals has gone from strength to strength.
Parents trust us more.
Multi-agency chronologies have brought about earlier decisions.
Domestic abuse champions have shortened the time that children wait for support.
The conference left professionals better equipped to protect disabled children.
Fewer adolescents are being arrested at home.
A culture of curiosity has taken root in every team.
The pathway has prevented babies from coming into care.
Every child in need is now seen within a week.
The partnership's focus on neglect has resulted in better identification of need.
Training evaluations show that learning is being put into practice.
The introduction of the vulnerability tracker has strengthened oversight of children at risk.
Joint working between police and schools has improved significantly.
There is stronger evidence of the child's voice in assessments.
Our multi-agency audits demonstrate that practice is improving.
Safer sleep messages are reaching more families than ever.
The number of children going missing has decreased.
The learning from this review has been embedded across all agencies.
Children who are exploited are now identified at an earlier stage.
Staff report increased confidence in using the escalation policy.
The service has had a positive effect on school attendance.
We have successfully reduced the number of repeat child protection plans.
Relationships between partners continue to go from strength to strength.
Feedback shows that families feel listened to and supported.
As a consequence, professionals are more curious about fathers.
The work has raised awareness of child sexual abuse among the workforce.
Thresholds are better understood by partners.
Improved communication has meant that risks are identified sooner.
The early help offer has prevented families from needing statutory services.
The training has given frontline staff the skills to recognise coercive control.
Children in our area receive a better service because agencies work together.
The new panel ensures a swift response to children at risk outside the home.
We have made good progress in tackling neglect.
Attendance at strategy meetings has improved since health joined.
This has had the effect of reducing duplication for families.
Young people report feeling safer in the town centre.
The audit shows that the quality of assessments is getting better.
More children are being seen alone by their social worker.
Information is shared more quickly between the hospital and the hub.
The partnership can point to improved outcomes for babies.
Our work on transitions has smoothed the path into adult services.
The multi-agency response to missing children is now consistent.
Professional curiosity has increased as a result of supervision.
Perpetrators are being disrupted more effectively.
The campaign increased the number of parents who talk to their children about online safety.
Fewer referrals are returned because of missing information.
Families experience less drift and delay.
The neglect toolkit has given workers a common language.
Parents with learning disabilities are getting the right support.
We are seeing quicker decisions about babies.
Children's homes call the police less often for minor matters.
Since the briefing, GPs have sent clearer referrals.
Strategy discussions happen faster and more agencies attend.
The number of children held overnight in custody has been cut.
Families are more satisfied with the front door.
The project has stabilised placements for teenagers.
Practice in supervision has become more reflective.
Young victims feel believed.
Our scrutiny has made leaders more honest about weaknesses.
"""
PERIOD = """
This chapter describes our work in the financial year 2024/26.
The audit ran from 1 March 2025 to 31 January 2025.
The executive met on 31 April 2024.
The figures are for the year ended 31 March 2026.
The group first met in February 2027.
This report covers 1 April 2023 to 31 March 2024.
In the academic year 2024-2026 the schools group met six times.
The review was published on 29 February 2025.
Between September 2024 and June 2024 the hub closed forty cases.
The twelve months from April 2024 to June 2025 brought many changes.
The strategy for 2025 to 2022 was refreshed.
The new chair took up her post on 14 May 2062.
The training offer was renewed on 31 June 2024.
Over the six months from 1 April 2024 to 31 December 2024 we trained volunteers.
The plan runs from 2024 to 2021.
The policy was agreed in Quarter 5 of the year.
A learning event was held on 30 February 2025.
The work began in November 2024 and ended in August 2024.
In 2024/52 the partnership had three priorities.
The audit of May 2028 showed good practice.
Data are for the calendar year 1 January 2024 to 31 December 2025.
The panel sat on 31 September 2024.
In 2023-24 to 2021-22 numbers of referrals were steady.
The financial year runs from 1 April 2024 to 31 March 2024.
We consulted schools from 12 October 2024 until 3 September 2024.
The next annual report will cover 2024/25.
The peer review on 45 January 2025 was positive.
The quarter from April to August 2024 was the busiest.
The strategy was launched on 31 November 2024.
The three-year plan for 2024 to 2029 was agreed.
The academic year 2025/24 was a hard one for schools.
By the end of March 2035 all agencies had returned their self-assessment.
The protocol signed on 6 June 2026 has been in use all year.
The census day of 31 March 2925 was a Monday.
In the year 1 April 2024 to 30 April 2025 there were four rapid reviews.
The survey opened in June 2025 and closed in May 2025.
In this two-year period (April 2024 to March 2025) we reviewed our policies.
The safeguarding fortnight was held from 18 November 2024 to 15 November 2024.
During 2024/25 (September 2024 to August 2026) schools reported more concerns.
The pilot lasted from June 2024 to February 2024.
The strategy covers 2026 to 2023.
We carried out the survey between 3 March 2025 and 1 March 2025.
Numbers for the twelve months April 2024 to September 2024 are below.
In the financial year 2024/2026 the grant was renewed.
The group met in November 2034 to agree its plan.
The board reviewed the policy on 12 August 2027.
The three-year strategy (2024 to 2030) is on our site.
Training took place on 31 November 2024.
In 2024/42 we held two conferences.
The audit cycle started in January 2025 and finished in October 2024.
In quarter 6 the numbers rose.
The school year 2024/27 began with a launch.
This annual report for 2022/23 sets out what we did.
Data cover the six-month period from 1 October 2024 to 30 September 2025.
The guidance of 30 February 2024 was sent out.
Our next report will be for 2024/25.
Between 2025 and 2022 referrals doubled.
The lead officer left on 4 January 2205.
The campaign was open from 9 May 2024 until 2 May 2024.
The inquiry began in March 2025 and concluded in December 2024.
The strategy runs 2027 to 2024.
In the financial year 2024/27 we spent less.
The first six months (1 April 2024 to 31 January 2025) were hard.
A seminar took place on 31 April 2024.
The board met in September 2031.
Between 10 January 2025 and 2 January 2025 the team was short of staff.
The report for April 2024 to March 2026 was late: 2024/26.
The three-year plan from 2023 to 2030 was reviewed.
The council year 2024/23 was busy.
The policy was signed on Tuesday 2 July 2024 and Wednesday 4 July 2024.
Over eighteen months, from June 2024 to August 2024, we met weekly.
From May 2024 until April 2024 the post was vacant.
Data for Q5 were missing.
"""
SCOPE = """
Of the children supported by the refuge, 34 were aged 18 to 25.
The adults' mental health service closed 410 cases this year.
There were 62 care home residents among those protected.
212 safeguarding adults enquiries were completed in the year.
Domestic abuse services helped 1,240 women.
Children's safeguarding referrals included 45 from residents over 65.
The partnership heard of 88 adults at risk.
Some 320 pensioners were visited by the fire service.
We had 19 Section 42 enquiries.
A further 14 adults with learning disabilities were moved to supported living.
The number of children helped by the hub was 57, of whom 12 were aged 19 or over.
In all, 76 vulnerable adults were referred for safeguarding.
Police recorded 2,310 domestic abuse crimes against adult victims.
The drug service treated 640 adults.
There were 31 referrals about elderly people.
Five safeguarding adults reviews began.
A total of 150 people with dementia were supported.
The Deprivation of Liberty Safeguards team received 980 applications.
The report counts 44 self-neglect cases of older residents.
MARAC discussed 530 adult victims.
Eleven men over 30 were helped to leave exploitation.
In the county, 1,905 adults received social care.
Hoarding was reported in 23 homes of older people.
The modern slavery team found 17 adult victims.
Of 240 young people, 36 were aged between 20 and 24.
Adult social care took 3,400 contacts.
The Mental Capacity Act was used in 61 assessments of patients.
Nursing homes made 48 notifications.
The hospital treated 85 adults after self-harm.
We record that 9 adults died while homeless.
The Safeguarding Adults Board received 700 concerns.
Rough sleepers: 64 people were helped this year.
The carers' service supported 510 unpaid carers aged 50 and over.
Adult protection plans rose to 33.
The figures below include 120 students aged 18 to 21.
Probation supervised 1,150 offenders aged over 21.
There were 290 admissions of working-age people to acute wards.
Financial abuse was found in 52 enquiries under the Care Act.
Prevent received 27 referrals, 15 of them adults.
All 96 people in the figure were aged 18 and over.
The hospital recorded 140 overdoses among over-65s.
In total 2,100 carers of adults received an assessment.
There were 18 safeguarding adult reviews in the region.
We counted 350 women in refuges.
Some 75 men joined the behaviour change programme.
The number of people in care homes with pressure sores was 29.
Police dealt with 4,300 victims aged 18 and above.
Section 42 enquiries fell to 310.
The learning disability service helped 66 adults to move.
Of the 90 referrals, 33 were for people over 18.
Fire officers fitted alarms for 500 older residents.
The prison held 210 men from the borough.
There were 12 homicides of adults.
Adult mental health wards admitted 95 patients.
The community team saw 260 pensioners.
120 elderly residents reported scams.
Under the Mental Capacity Act 45 assessments were made.
The homeless team found beds for 87 rough sleepers.
Deprivation of liberty applications rose to 1,020.
Street homelessness teams helped 71 people over 40.
The county recorded 3,100 adult protection concerns.
There were 23 deaths of people aged 85 and over.
Police logged 640 assaults on women.
Stop smoking services saw 88 adults.
Hospital staff raised 54 Section 42 enquiries.
Elder abuse was found 16 times.
Of 77 victims, 60 were aged 30 or more.
The hospice cared for 45 dying adults.
Dementia nurses visited 210 homes.
The board counted 5 safeguarding adults reviews.
150 male offenders aged 21 and over finished the course.
"""
RIGHT = """
The partnership wants children to be safer.
We will find out next year whether the training has changed practice.
Attendance at conferences rose from 70% (140 of 200) to 80% (160 of 200).
The audit looked at 40 files; 30 of them (75%) had a plan.
We do not yet know whether the pathway has helped children.
The strategy runs from 2024 to 2027.
The group met on 30 September 2024 and 14 January 2025.
In 2023/24, the year before, there were five reviews.
The multi-agency safeguarding hub (MASH) took 4,000 contacts.
The MASH is open every weekday.
The next report will cover 2025/26.
Of the 50 schools, 45 (90%) sent a return.
An adult who is worried about a child should call us.
Adult social care took part in the training.
The executive agreed to fund the campaign for another year.
The aim of the policy is to reduce delay.
In the academic year 2024/25 the schools group met six times.
Data for the academic year (September 2023 to August 2024) are the latest there are.
Working Together to Safeguard Children 2023 was published in December 2023.
The Children Act 1989 and the Children Act 2004 set our duties.
Parents told us that the letters were hard to read.
The NHS and the police paid a third each.
Thirty-two children took part in the survey.
The training was attended by 210 staff.
The protocol did not lead to quicker decisions.
It is too early to say what difference this made.
Timeliness fell by 4 percentage points, from 84% (210 of 250) to 80% (200 of 250).
The review found that information was not shared in time.
The chair of the Safeguarding Adults Board is a member of our executive.
Children aged 16 and 17 are included in every figure.
The reporting year ended on 31 March 2025.
The report was agreed by the executive in June 2025.
From 1 September 2024 schools use the new guidance.
The budget was £240,000, of which 40% (£96,000) came from the council.
Staff should listen to children and write down what they say.
Nobody could say whether the campaign had worked.
Our priorities for 2025 to 2028 are neglect, exploitation and babies.
Young people (aged 11 to 17) designed the poster.
The UK government changed the law in 2017.
Practice on neglect has improved: in the audit 30 of 40 plans were good, against 18 of 40 the year before.
The law has changed since then.
The council has cut its budget for youth work.
Children are more likely to be harmed by somebody they know.
Girls are more often referred than boys.
The group has met more often this year.
Better training was one of the recommendations.
We asked whether families now feel safer.
The review said that earlier help could have prevented this.
Neglect is the most common reason for a plan.
The partnership has reduced the number of its groups.
Our aim is that fewer babies are harmed.
Partners have helped to write this report.
The strategy has been improved in the light of comments.
Workers told us that they need more time with families.
Staff have changed jobs more often than we would like.
The training has reached all four hospitals.
A new lead has been appointed to strengthen the voice of children.
Nobody told us that anything had changed for them.
We are now looking at how schools record bullying.
The new form is now in use in every team.
The multi-agency team has moved to a larger office.
We have increased the number of courses.
Children said that they feel unsafe on buses.
The audit found that plans had not improved.
We do not know why fewer referrals came from dentists.
What difference has this made? We will ask again in March.
Because of staff shortages some visits were late.
As a result of the review the policy was rewritten.
Following the inspection a plan was agreed.
Since May the group has been chaired by the police.
The executive now meets every six weeks.
Families now have a single number to call.
Information sharing remains a problem.
The number of children with a plan fell from 310 to 280.
Waiting times are too long.
The evidence that parenting courses work is strong in national studies.
Practice was good in some teams and poor in others.
This has led to a review of thresholds.
The campaign has led to questions from parents.
The government has raised the age of participation.
In the three years from April 2022 to March 2025 there were 12 reviews.
The plan for 2025 to 2028 was agreed in May 2025.
The six months from April to September 2024 were busy.
The academic year 2023/24 ended in July 2024.
Between April 2024 and June 2024 the hub was closed.
The chair has served since January 2019.
By 2030 the city will have more children.
The next report will cover 2025/26.
Our report for 2023/24 said that this would be done.
Quarter 4 was the busiest.
The two-year pilot (April 2023 to March 2025) has ended.
The financial year 2024/25 began on 1 April 2024.
The school year runs from September to July.
Training is open to all staff until 31 March 2027.
The contract runs from 1 April 2025 to 31 March 2028.
Attendance was 93% of sessions.
Of 200 children, 45% were girls.
The council paid 40% of the budget.
The rate was 46 per 10,000 children, 12% above England.
In the survey 120 of 150 young people (80%) felt safe.
The Safeguarding Adults Board and the partnership share a team.
Adults who live with children should call the same number.
Two women spoke at the conference about their childhood.
We trained 210 adults who work with children.
The mental health service for adults is run by the trust.
A total of 34 parents took part, 20 women and 14 men.
There are 12 adult members and two young advisers.
Some 400 foster carers live in the county.
Of the 12 care leavers who spoke to us, most were content.
The hospital employs 2,400 people.
Neglect is hard to see.
The partnership met more often than the year before: six times, against four.
Dentists came to the workshop.
We gave schools a checklist.
The team keeps a list of children who are missing.
Agencies share a building.
The council raised its contribution.
The inspectors visited in May 2025.
Our plan covers 2025 to 2028.
The pilot ran for six months, from October 2024 to March 2025.
A quarter of schools sent nobody.
The group has changed its name.
Families told us that letters are confusing.
Better data will be needed.
We increased the fee for training.
Attendance at meetings is recorded in the appendix.
The guidance says that children are to be seen alone.
There were 12 women on the panel and 9 men.
Half of our members are new.
The adult board's chair came to two meetings.
The rate of plans is 46 per 10,000 children.
Of 400 children, 12% were under one.
In 2022/23 and 2023/24 the audit was not done.
The school year began in September 2024.
Since April 2024 the hub has worked at weekends.
Police officers visit schools each term.
Nurses know the families in their area.
The next audit is due in November 2026.
All agencies completed the return by 31 May 2025.
Health visitors ask about smoking at every visit.
The partnership published a new strategy in June 2024.
Practitioners took part in six workshops.
The audit examined how well agencies share information.
A task group was set up to look at children who go missing.
Learning from the review was shared in a bulletin.
Agencies were asked to report on progress in March.
The threshold document was updated and launched in May.
Partners agreed to focus on neglect for another year.
The number of children with a plan rose from 210 to 240.
Police and schools meet each week to discuss children at risk.
Further work is needed to embed the learning.
The audit found that the voice of the child was missing from half of the files.
We heard from parents that they did not know whom to call.
The scrutineer asked how the partnership knows that practice is improving.
Escalation was used nine times.
Attendance at meetings has been poor.
Schools told us that referrals take too long.
The dashboard shows contacts, assessments and plans by quarter.
The new lead started in September 2024.
Funding for the youth project ended in March 2025.
The panel meets on the first Monday of the month.
We made a short film with young people.
Schools asked for clearer guidance on referrals.
The audit will be repeated in the autumn.
Supervision is offered to all staff once a month.
Health joined the strategy meetings in June 2024.
Families waited too long for an assessment.
A new post was created to support schools.
The number of referrals from schools fell from 410 to 390.
The lessons were sent to every team.
The project offers workshops in four schools.
Health visitors see each family five times.
The outreach team is based in the library.
Most referrals come from the police.
Some families are known to several agencies.
The toolkit is used by all health visitors.
More detail is given in the appendix.
The chair thanked partners for their work.
Supervision records were not always complete.
The policy sets out when agencies must share information.
The panel considered cases from three schools.
Two agencies did not send a return.
Young people chose the name of the group.
Decisions about babies are made by a panel.
The GP lead left in May 2024.
A survey of parents is planned for the autumn.
Children in care are seen by a nurse each year.
The review was shorter than the one before.
Agencies are reminded to record fathers.
We know less about children who are taught at home.
"""
