/** An error for the person: one clear sentence, then the details. */
export class PracticeError extends Error {
  readonly details: string | undefined

  constructor(message: string, details?: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'PracticeError'
    this.details = details
  }
}
