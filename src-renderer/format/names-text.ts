/** "P17", "P17 and XPS 13" */
export function joinNames(names: readonly string[]): string {
  return new Intl.ListFormat('en-GB').format(names)
}
