extension LanguageText {
  static let german = LanguageText(
    code: "de",
    words: [
      "n": """
      Systeme Dienste Teams Produkte Kunden Plattformen Abläufe Übersichten Modelle Berichte Budgets Kampagnen
      Verträge Lieferanten Lager Sendungen Rechnungen Zahlungen Konten Prognosen Versuche Störungen Normen
      Prozesse Unterlagen Schnittstellen Datenbanken Netze Geräte Messfühler Fahrzeuge Maschinen Werke Filialen
      Märkte Partner Mandanten Patienten Auszubildende Führungskräfte Anforderungen Entwürfe Zeichnungen
      Werkstoffe Bauteile Aufträge Schäden Prüfungen Kontrollen Risiken Messungen Umfragen Gespräche Schulungen
      Angebote Verhandlungen Fristen Dienstpläne Schichten Bestände Kataloge Preise Rabatte Abonnements Meldungen
      Abfragen Sicherungen Zertifikate Zugänge Leitfäden Meilensteine Schätzungen Qualitätsstandards Großprojekte
      Arbeitsplätze
      """,
      "a": """
      neue große kleine verlässliche moderne interne externe weltweite regionale örtliche digitale kritische
      komplexe einfache stabile schnelle sichere verteilte automatische tägliche wöchentliche jährliche
      strategische technische kaufmännische rechtliche medizinische industrielle befristete langfristige
      übergreifende nachhaltige energiesparende offene messbare ehrgeizige praktische außergewöhnliche
      """,
      "v": """
      bauen entwerfen entwickeln pflegen verbessern prüfen betreiben überwachen dokumentieren auswerten planen
      koordinieren leiten unterstützen beraten schulen verhandeln einkaufen verkaufen liefern einrichten
      reparieren kalibrieren messen optimieren automatisieren übertragen anbinden vereinfachen erweitern ersetzen
      bewerten vorstellen veröffentlichen übersetzen begleiten
      """,
      "d": """
      sorgfältig selbstständig eng regelmäßig schnell vorausschauend gemeinsam gründlich sicher laufend geduldig
      zuverlässig verantwortungsvoll
      """,
      "r": """
      Ingenieur Analyst Leiter Entwicklerin Gestalter Beraterin Pflegefachkraft Techniker Buchhalterin Elektriker
      Koch Lehrerin Verwalter Einkäuferin Planer Personalreferentin Architekt Übersetzerin Redakteur Apothekerin
      """,
      "s": "Leitende Erfahrene Angehende Stellvertretende Zweite",
      "f": "Daten Software Vertrieb Qualität Finanzen Logistik Forschung Produkt Netz Sicherheit Einkauf Klinik Bau",
    ],
    titles: ["{r} {f} (m/w/d)", "{f}-{r} (m/w/d)", "{s} {f}-{r}", "{r} für {a} {n}", "{f}-{r} \\u2013 {*}"],
    headings: [
      "Ihre Aufgaben", "Ihr Profil", "Das bieten wir", "Über {*}", "Darauf können Sie sich freuen", "So arbeiten wir",
      "Warum wir? Fünf Gründe",
    ],
    sentences: [
      "Sie {v} {a} {n} und {v} {n} für unsere {a} {n}.",
      "Bei {*} {v} wir {n}, {n} und {a} {n} für über {#} {a} {n}.",
      "Gemeinsam mit {*} {v} Sie {d} {n} und {v} {a} {n}.",
      "Unsere {n} sind {d} geplant, und wir {v} {a} {n} {d}.",
      "Wir suchen Menschen, die {a} {n} {v} und {n} {d} {v}.",
      "Seit 19{#} {v} {a} {n} mit uns <strong>{a} {n}</strong>.",
      "Alle {#} Wochen {v} wir {d} {n} – \\u201e{a} {n}\\u201c inklusive.",
      "Wenn Sie {a} {n} {v} möchten, {v} Sie hier {d} {n} &amp; {n}.",
    ],
    items: [
      "{#} Jahre Erfahrung: {a} {n}, {n}", "{a} {n} {v} mit {*}", "{n} {d} {v} und {v}", "{a} {n} sowie {a} {n}",
      "bis zu {#} % Ihrer Zeit: {n} {v}", "Kenntnisse in <em>{*}</em> oder {a} {n}", "{#} Tage Urlaub, {a} {n}",
    ],
    calls: ["Jetzt bewerben", "Fragen? {*} hilft", "Unterlagen schicken", "Zur Bewerbung f\\u00fcr {f}"])
}
