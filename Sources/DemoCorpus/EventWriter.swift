/// Writes impressions and clicks.
struct EventWriter {
  /// The date's ten bytes.
  let date: [UInt8]

  func write(_ impression: Impression, _ oddity: RecordOddity?, to buffer: inout LineBuffer) {
    let bits = impression.bits
    buffer.append(#"{"impression_id":"imp_"#)
    buffer.append(hex: impression.id, digits: 16)
    buffer.append(#"","job_id":"job_"#)
    buffer.append(hex: impression.job.id, digits: 16)
    buffer.append(#"","user_id":"u"#)
    buffer.append(number: scaled(mixed(bits), to: 250_000), digits: 7)
    buffer.append(#"","shown_at":""#)
    write(millisecond: impression.millisecondOfDay, to: &buffer)
    buffer.append(#"","position":"#)
    buffer.append(count: impression.position, oddity)
    buffer.append(#","device":""#)
    buffer.append(Places.devices[Int(bits & 3)])
    buffer.append(#"","page":""#)
    buffer.append(Places.pages[Int(bits >> 2 & 3)])
    buffer.append(#""}"#)
    switch oddity {
    case .repeatedKey: buffer.appendMember(#""device":"tablet""#)
    case .unknownKey: buffer.appendMember(#""referrer":{"host":"search.example","path":null}"#)
    default: break
    }
  }

  /// - Parameter millisecond: of the day whose folder the click goes to.
  func write(
    _ id: UInt64, of impression: Impression, millisecond: Int, _ oddity: RecordOddity?, to buffer: inout LineBuffer
  ) {
    buffer.append(#"{"click_id":"clk_"#)
    buffer.append(hex: id, digits: 16)
    buffer.append(#"","impression_id":"imp_"#)
    buffer.append(hex: impression.id, digits: 16)
    buffer.append(#"","job_id":"job_"#)
    buffer.append(hex: impression.job.id, digits: 16)
    buffer.append(#"","clicked_at":""#)
    write(millisecond: millisecond, to: &buffer)
    buffer.append(#"","dwell_seconds":"#)
    // The product of two draws: most visits are short.
    buffer.append(count: 1 + scaled(mixed(id), to: 1 + scaled(mixed(id ^ 1), to: 600)), oddity)
    buffer.append(UInt8(ascii: "}"))
    switch oddity {
    case .repeatedKey: buffer.appendMember(#""dwell_seconds":7"#)
    case .unknownKey: buffer.appendMember(#""button":"apply""#)
    default: break
    }
  }

  private func write(millisecond: Int, to buffer: inout LineBuffer) {
    buffer.append(date)
    buffer.append(second: millisecond / 1000)
    buffer.append(UInt8(ascii: "."))
    buffer.append(number: millisecond % 1000, digits: 3)
    buffer.append(UInt8(ascii: "Z"))
  }
}
