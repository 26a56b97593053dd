extension LanguageText {
  static let english = LanguageText(
    code: "en",
    words: [
      "n": """
      systems services teams products customers platforms pipelines dashboards models reports budgets campaigns
      contracts suppliers warehouses shipments invoices payments accounts forecasts experiments releases incidents
      standards processes documents interfaces databases networks devices sensors vehicles machines factories
      stores branches regions markets partners clients patients students trainees colleagues managers stakeholders
      requirements prototypes designs drawings materials components batches orders claims policies audits controls
      risks measurements surveys interviews workshops trainings presentations proposals negotiations deadlines
      schedules shifts rotas inventories catalogues prices margins discounts subscriptions notifications queries
      indexes backups migrations deployments clusters containers firewalls certificates credentials tickets
      runbooks checklists guidelines roadmaps milestones backlogs estimates
      """,
      "a": """
      new large small reliable modern internal external global regional local digital critical complex simple
      stable fast secure scalable distributed automated manual daily weekly quarterly annual strategic operational
      technical commercial financial legal medical industrial seasonal temporary long-term cross-functional
      customer-facing data-driven award-winning sustainable energy-efficient high-volume low-latency open
      transparent measurable ambitious practical na\\u00efve first-class
      """,
      "v": """
      build design develop maintain improve test review deploy operate monitor document analyse plan coordinate
      lead support advise train negotiate purchase sell deliver install repair calibrate inspect audit forecast
      measure optimise automate migrate integrate simplify extend replace evaluate prioritise present write
      publish translate schedule supervise recruit mentor onboard assess approve
      """,
      "d": """
      carefully independently closely regularly quickly proactively jointly thoroughly efficiently safely
      continuously patiently remotely consistently responsibly
      """,
      "r": """
      Engineer Analyst Manager Developer Designer Consultant Nurse Technician Accountant Electrician Chef Teacher
      Scientist Administrator Coordinator Buyer Planner Recruiter Controller Architect Translator Editor
      Pharmacist
      """,
      "s": "Senior Junior Lead Principal Associate Assistant Head Staff Graduate Interim",
      "f": """
      Data Software Sales Quality Finance Logistics Research Product Process Marketing Network Security Cloud
      Customer_Success Supply_Chain Human_Resources Clinical Mechanical Electrical
      """,
    ],
    titles: ["{s} {f} {r}", "{f} {r}", "{s} {r}, {f}", "{f} {r} (m/f/d)", "{s} {f} {r} – {*}", "{r} \\u2013 {f} {n}"],
    headings: [
      "Your tasks", "What you will do", "What you bring", "What we offer", "About {*}", "Your profile",
      "Why join us?", "How we work", "Benefits &amp; perks",
    ],
    sentences: [
      "You will {v} {a} {n} and {d} {v} {n} for our {a} {n}.",
      "At {*} we {v} {n}, {n} and {a} {n} for more than {#} {a} {n}.",
      "Together with {a} {n} you {d} {v} {n} and {v} {a} {n}.",
      "Our {n} are {a}, our {n} {a}, and we {d} {v} what our {n} need.",
      "We’re looking for someone to {v} and {v} {a} {n} across {#} {n}.",
      "In this role you {v} {n} with <strong>{*}</strong> and {v} the {a} {n} of {#} {n}.",
      "Since 19{#} our {n} have helped {a} {n} to {v} {a} {n}.",
      "If you like to {v} \\\"{a}\\\" {n}, you will {d} {v} {n} here.",
      "Every {#} weeks we {v} our {a} {n} and {d} {v} {n} over caf\\u00e9 cr\\u00e8me.",
      "You report to the {r} and {v} {n} &amp; {n} in {a} {n}.",
    ],
    items: [
      "{#} years with {a} {n} and {n}", "{v} {a} {n} with {*}", "{v} and {v} {n} {d}", "{a} {n}, {a} {n}",
      "up to {#} % of your time to {v} {n}", "experience with {a} {n} or <em>{*}</em>",
      "able to {d} {v} {n} and {v} {a} {n}", "{#} days of leave and {a} {n}",
    ],
    calls: ["Apply now", "Apply with {*}", "Send us your r\\u00e9sum\\u00e9", "Questions? Ask {*}"])
}
