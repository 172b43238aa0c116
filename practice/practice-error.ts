/** Something a person has to know: one clear sentence, and below it what was seen. */
export class PracticeError extends Error {
  readonly details: string | undefined

  constructor(message: string, details?: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'PracticeError'
    this.details = details
  }
}
