/// The cities, skills and other closed lists of job listings, as JSON text.
enum Places {
  /// City and country as JSON members, then latitude and longitude to one digit; three more digits are drawn.
  static let cities: [(names: StaticString, latitude: StaticString, longitude: StaticString)] = [
    (#""city":"Berlin","country":"DE""#, "52.5", "13.4"), (#""city":"München","country":"DE""#, "48.1", "11.5"),
    (#""city":"K\u00f6ln","country":"DE""#, "50.9", "6.9"), (#""city":"Zürich","country":"CH""#, "47.3", "8.5"),
    (#""city":"Wien","country":"AT""#, "48.2", "16.3"), (#""city":"London","country":"GB""#, "51.5", "-0.1"),
    (#""city":"Dublin","country":"IE""#, "53.3", "-6.2"), (#""city":"Paris","country":"FR""#, "48.8", "2.3"),
    (#""city":"S\u00e3o Paulo","country":"BR""#, "-23.5", "-46.6"), (#""city":"東京","country":"JP""#, "35.6", "139.6"),
    (#""city":"大阪","country":"JP""#, "34.6", "135.5"), (#""city":"القاهرة","country":"EG""#, "30.0", "31.2"),
    (#""city":"الرياض","country":"SA""#, "24.7", "46.6"), (#""city":"Sydney","country":"AU""#, "-33.8", "151.2"),
    (#""city":"New York","country":"US""#, "40.7", "-74.0"), (#""city":"Austin","country":"US""#, "30.2", "-97.7"),
    (#""city":"Toronto","country":"CA""#, "43.6", "-79.3"), (#""city":"Québec","country":"CA""#, "46.8", "-71.2"),
    (#""city":"Kraków","country":"PL""#, "50.0", "19.9"), (#""city":"Malmö","country":"SE""#, "55.6", "13.0"),
    (#""city":"Singapore","country":"SG""#, "1.2", "103.8"), (#""city":"Nairobi","country":"KE""#, "-1.2", "36.8"),
  ]

  /// As many as a prime number: any start and any stride walk through different skills.
  static let skills: [StaticString] = [
    "Swift", "Python", "SQL", "Java", "C++", "C#", "Go", "Rust", "Kotlin", "TypeScript", "R", "Excel", "SAP", "Spark",
    "Airflow", "Kafka", "Docker", "Kubernetes", "Terraform", "Linux", "Git", "Tableau", "Power BI", "pandas", "PyTorch",
    "statistics", "machine learning", "A\\/B testing", "negotiation", "accounting", "payroll", "budgeting", "welding",
    "CNC", "AutoCAD", "PLC", "forklift licence", "first aid", "nursing", "pharmacology", "teaching", "copywriting",
    "SEO",
    "German", "English", "日本語", "العربية", "français",
    "customer service", "logistics", "procurement", "scheduling", "project management",
  ]

  static let industries: [StaticString] = [
    "software", "banking", "insurance", "logistics", "retail", "health care", "education", "energy", "construction",
    "automotive", "food \\u0026 drink", "media", "public sector", "pharma", "travel",
  ]

  static let companyEndings: [StaticString] = [
    " GmbH", " Ltd", " Inc.", " AG", " SE", " & Söhne", " \\\"Labs\\\"", " S\\u00e0rl", "株式会社", "", "", " Group",
  ]

  static let contracts: [StaticString] = ["full_time", "part_time", "temporary", "internship", "freelance"]
  static let currencies: [StaticString] = ["EUR", "USD", "GBP", "JPY", "CHF"]
  static let devices: [StaticString] = ["mobile", "desktop", "tablet", "mobile"]
  static let pages: [StaticString] = ["search", "home", "similar_jobs", "email"]
  static let emoji: [StaticString] = ["\\ud83d\\ude80", "\\ud83c\\udf89", "\\ud83d\\udcbc", "\\ud83e\\udd1d"]
}
