import Columnar
import Foundation
import Pipeline
import Testing

@Suite struct ManifestTests {
  private func manifest(paths: [String]) -> Manifest {
    let types: [DataType] = [
      .null, .boolean, .int8, .int16, .int32, .int64, .float32, .float64, .string, .binary, .date, .timestamp,
      .decimal(precision: 38, scale: 9), .list(.list(.int64)),
      .structure([Field("a \"b\" \\", .list(.structure([Field("ü", .string)])))]),
    ]
    var manifest = Manifest(
      run: "r", code: "c", configuration: ["schema": "id: int64\n\"x\""],
      record: types.enumerated().map { Field("f\($0.offset)", $0.element) })
    manifest.shards = 7
    manifest.counts.read = 1 << 40
    manifest.quarantine = ["_quarantine/x.jsonl"]
    manifest.files = paths.enumerated().map { index, path in
      Manifest.Entry(
        file: RawFile(path: path, size: index * 1_000_000_007, version: "v\(index)\""),
        counts: FileCounts(path: path, records: index, quarantined: index / 2))
    }
    return manifest
  }

  @Test(arguments: [
    [], ["a.jsonl"], ["a \"b\".jsonl", "a\\b.jsonl", "a\nb.jsonl", "a\u{1}.jsonl", "ü/é/e\u{301}.jsonl", "]}\n", ""],
  ])
  func whatIsWrittenIsReadBack(paths: [String]) throws {
    let manifest = manifest(paths: paths)
    let read = try #require(Manifest(text: manifest.text))
    #expect(read == manifest)
    for (a, b) in zip(read.files, manifest.files) { #expect(a.file.path.utf8.elementsEqual(b.file.path.utf8)) }
  }

  @Test func itIsOneJSONObject() throws {
    let text = manifest(paths: ["a.jsonl", "b \"c\".jsonl"]).text
    let json = try #require(try JSONSerialization.jsonObject(with: Data(text)) as? [String: Any])
    #expect((json["files"] as? [[Any]])?.count == 2)
    #expect(json["head"] != nil)
  }

  @Test func whatWasCutOffAnywhereIsNoManifest() {
    let text = manifest(paths: ["a.jsonl", "b\".jsonl"]).text
    for length in 0..<text.count { #expect(Manifest(text: Array(text[..<length])) == nil) }
  }

  @Test func damagedBytesNeverTrap() {
    let text = manifest(paths: ["a.jsonl", "b\".jsonl"]).text
    for place in text.indices {
      for byte: UInt8 in [0, 0x0A, 0x22, 0x5C, 0x39, 0xFF] {
        var damaged = text
        damaged[place] = byte
        _ = Manifest(text: damaged)
      }
    }
  }
}
