import Columnar
import JSONLines

/// No feature function: records become rows as they are, objects flattened.
public final class FlattenWorker: FeatureWorker {
  private let decoder: BatchDecoder
  private let lineage: Bool

  public init(layout: RecordLayout, lineage: Bool) {
    decoder = BatchDecoder(layout: layout)
    self.lineage = lineage
  }

  public func extract(_ raw: RawBatch) throws(FeatureError) -> ExtractedBatch {
    let decoded = decoder.decode(raw)
    var extracted = ExtractedBatch()
    extracted.read = raw.lines.count
    extracted.unusable = decoded.unusable.map { ExtractedBatch.Unusable(line: $0.line, reason: $0.reason) }
    extracted.repeatedKeys = decoded.repeatedKeys
    extracted.rescuedKeys = decoded.rescuedKeys
    if decoded.records.rowCount > 0 {
      extracted.rows = [
        lineage ? decoded.records.appending(Lineage.columns(of: decoded.lines, in: raw)) : decoded.records
      ]
    }
    return extracted
  }
}
