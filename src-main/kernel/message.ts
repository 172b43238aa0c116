/** Something a program says as a code with data. Whoever shows it finds the words, by the id, in the catalogue that has it. */
export interface Message {
  /** "rollback.inUse": the place, and the name in its catalogue. */
  readonly id: string
  readonly data: Readonly<Record<string, unknown>>
}
