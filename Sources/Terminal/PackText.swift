import Pipeline

/// What packing did to a day, as a line.
public enum PackText {
  public static func line(_ report: PackReport, isDryRun: Bool, style: Style) -> String {
    let title = "\(report.table) \(report.day): "
    if let error = report.error { return title + style.red("failed: ") + PlainText.clean(error) }
    guard report.partsBefore > 0 else { return title + "nothing to pack" }
    let before = "\(HumanNumber.count(report.partsBefore, "small part")) (\(HumanNumber.count(report.rows, "row")), \(HumanNumber.bytes(report.bytesBefore)))"
    guard !isDryRun else { return title + "would pack \(before)" }
    let after = "\(HumanNumber.count(report.partsAfter)) (\(HumanNumber.bytes(report.bytesAfter)))"
    return title + style.green("packed") + " \(before) into \(after), table at version \(report.tableVersion ?? 0)"
  }
}
