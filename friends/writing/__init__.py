"""The contact list as files: functions from values to bytes, without the database.

`sheets.Sheet` is the list as it is printed (four columns; several people in one entry);
`sheets.Table` is any table of words. Whoever writes a file makes one of the two and hands it on:

    excel.workbook(table: Table) -> bytes            .xlsx, every cell typed as a string
    separated.text(table: Table) -> bytes            .csv, UTF-8 with a byte order mark, formulas neutralised
    word.document(sheet: Sheet) -> bytes             .docx
    cards.cards(cards: Iterable[Card]) -> bytes      .vcf, vCard 4
    page.print_html(sheet: Sheet) -> str             the page that ccm_portal.pdf.render makes a PDF of

`sheets.four_columns(sheet)` is the Table of a Sheet, a row for each person. What would be taken for a
formula is neutralised by `cells.neutral` and read back by `cells.plain`, and nowhere else.
"""
