import { z } from 'zod'

/** Tells one call from every other one, of whatever client: a UUID that the client makes (RFC 9562, version 4). */
export const callIdSchema = z.uuid()
