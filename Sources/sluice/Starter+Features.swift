extension Starter {
  static let features = #"""
    """Features of job listings.

    `extract` gets the records of many raw files as one DataFrame (thousands of rows) and returns one row of features a
    record. Sluice calls it again and again in several processes, so a row's features must not depend on the other rows.

    Good to know:
      * Return fewer rows to drop records: `return features[features["title_length"] > 0]`. The run report counts them.
      * The index tells which record a row was made from: keep it.
      * Nested objects come as dicts, lists as arrays; what a record lacks is None or NaN.
      * `print` and `logging` show up in the terminal, with the table and the day in front.
    """

    import numpy as np
    import pandas as pd

    FIELDS = ["job_id", "title", "company", "location", "salary", "skills"]
    FIELDS += ["description_html", "posted_at", "views", "contract_type"]
    SENIORITIES = ["intern", "junior", "senior", "lead", "manager"]


    def members(column: pd.Series, *names: str) -> pd.DataFrame:
        """The members of a column of dicts, one column each; missing dicts and members are missing values."""
        dicts = [value if isinstance(value, dict) else {} for value in column]
        rows = [[value.get(name) for name in names] for value in dicts]
        return pd.DataFrame(rows, columns=list(names), index=column.index)


    def number(column: pd.Series) -> pd.Series:
        """The column as doubles; what is not a number is missing."""
        return pd.to_numeric(column, errors="coerce").astype("float64")


    def extract(df: pd.DataFrame) -> pd.DataFrame:
        # What no record of a day has is no column either: this adds it, with nothing but missing values.
        df = df.reindex(columns=FIELDS)
        company = members(df["company"], "size", "rating")
        location = members(df["location"], "country", "remote")
        salary = members(df["salary"], "min", "max", "currency")

        title = df["title"].astype("str").fillna("").str.lower()
        text = df["description_html"].astype("str").fillna("").str.replace(r"<[^>]*>", " ", regex=True)
        skills = [[str(skill).lower() for skill in value] if np.ndim(value) else [] for value in df["skills"]]

        lowest, highest = number(salary["min"]), number(salary["max"])
        posted = pd.to_datetime(df["posted_at"], utc=True, errors="coerce", format="ISO8601")
        # From posting to the end of the day. `now()` would give other features each time a day is built.
        hours_listed = (posted.dt.normalize() + pd.Timedelta(days=1) - posted) / pd.Timedelta(hours=1)
        views = number(df["views"])

        features = pd.DataFrame(index=df.index)
        features["job_id"] = df["job_id"]
        features["title_length"] = title.str.len()
        features["seniority"] = seniority(title)
        features["text_length"] = text.str.len()
        features["word_count"] = [len(words.split()) for words in text]
        features["skill_count"] = [len(names) for names in skills]
        features["has_python"] = ["python" in names for names in skills]
        features["has_salary"] = lowest.notna() & highest.notna()
        features["salary_mid"] = (lowest + highest) / 2
        features["salary_spread"] = (highest - lowest) / features["salary_mid"]
        features["salary_currency"] = salary["currency"].astype("str")
        features["is_remote"] = location["remote"].eq(True)
        features["country"] = location["country"].astype("str")
        features["company_size"] = bucket(number(company["size"]))
        features["company_rating"] = number(company["rating"])
        features["is_full_time"] = df["contract_type"].eq("full_time")
        features["hours_listed"] = hours_listed
        features["views_per_hour"] = views / hours_listed
        return features


    def seniority(title: pd.Series) -> np.ndarray:
        """The first word of seniority in a title."""
        return np.select([title.str.contains(rf"\b{word}\b") for word in SENIORITIES], SENIORITIES, default="regular")


    def bucket(size: pd.Series) -> np.ndarray:
        """How big a company is, in words."""
        return np.select([size <= 50, size <= 500, size > 500], ["small", "medium", "large"], default="unknown")

    """#
}
