import Columnar

/// Tells builds of a day apart: two with the same fingerprint cut the same batches and call the same code on them.
struct BuildFingerprint {
  private(set) var text = ""

  init(_ inspection: DayInspection, plan: DayPlan, record: [Field], settings: TableSettings) {
    // FNV-1a, two of them with different starts: enough to tell apart what is not made to collide.
    var first: UInt64 = 0xcbf2_9ce4_8422_2325
    var second: UInt64 = 0x6c62_272e_07bb_0142
    func add(_ part: String) {
      for byte in part.utf8 {
        first = (first ^ UInt64(byte)) &* 0x100_0000_01b3
        second = (second ^ UInt64(byte) &+ 0x9e37) &* 0x100_0000_01b3
      }
      first = (first ^ 0xFF) &* 0x100_0000_01b3
      second = (second ^ 0xFF) &* 0x100_0000_01b3
    }
    add("\(Manifest.format)")
    add(inspection.loaded?.fingerprint ?? "")
    for (key, value) in settings.configuration.sorted(by: { $0.key < $1.key }) {
      add(key)
      add(value)
    }
    for field in record { add("\(field.name): \(field.type)") }
    for file in plan.files {
      add(file.path)
      add("\(file.size) \(file.version)")
    }
    for shard in plan.shards { add("\(shard)") }
    text = [first, second].map { String($0, radix: 36) }.joined(separator: ".")
  }
}
