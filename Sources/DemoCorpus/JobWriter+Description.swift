extension JobWriter {
  /// Appends `description_html`, about 1.5 KB: paragraphs and bullet lists until a drawn length is reached.
  mutating func writeDescription(_ job: JobFacts, _ vocabulary: Vocabulary, to buffer: inout LineBuffer) {
    buffer.append(#","description_html":""#)
    let start = buffer.count
    let length = 400 + random.below(850) + random.below(850)
    buffer.append(#"<div class=\"job-description\" dir=\"auto\" data-ref=\""#)
    buffer.append(hex: random.next(), digits: 8)
    buffer.append(#"\">\n"#)
    writeParagraph(vocabulary, to: &buffer)
    while buffer.count - start < length {
      buffer.append(#"<h3>"#)
      vocabulary.write(.heading, to: &buffer, &random)
      buffer.append(#"</h3>\n"#)
      if random.once(in: 3) {
        writeParagraph(vocabulary, to: &buffer)
      } else {
        writeList(vocabulary, to: &buffer)
      }
    }
    buffer.append(#"<p><a href=\"https:\/\/jobs.example\/apply?id="#)
    buffer.append(hex: job.id, digits: 16)
    buffer.append(#"&amp;src=feed\">"#)
    vocabulary.write(.call, to: &buffer, &random)
    if random.once(in: 10) { writeEmoji(to: &buffer) }
    buffer.append(#"</a></p></div>""#)
  }

  private mutating func writeParagraph(_ vocabulary: Vocabulary, to buffer: inout LineBuffer) {
    buffer.append("<p>")
    for place in 0...(1 + random.below(3)) {
      if place > 0 { buffer.append(random.once(in: 6) ? #"<br\/>\n"# : " ") }
      vocabulary.write(.sentence, to: &buffer, &random)
    }
    buffer.append(#"</p>\n"#)
  }

  private mutating func writeList(_ vocabulary: Vocabulary, to buffer: inout LineBuffer) {
    buffer.append(#"<ul>\n"#)
    for _ in 0...(2 + random.below(4)) {
      buffer.append(random.once(in: 12) ? #"\t<li>"# : "<li>")
      vocabulary.write(.item, to: &buffer, &random)
      buffer.append(#"</li>\n"#)
    }
    buffer.append(#"</ul>\n"#)
  }
}

extension LineBuffer {
  /// Appends `Thh:mm:ss`.
  mutating func append(second: Int) {
    append(UInt8(ascii: "T"))
    append(number: second / 3600, digits: 2)
    append(UInt8(ascii: ":"))
    append(number: second / 60 % 60, digits: 2)
    append(UInt8(ascii: ":"))
    append(number: second % 60, digits: 2)
  }
}
