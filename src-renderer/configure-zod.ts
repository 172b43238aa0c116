/** Imported before any schema is made: compiled parsers need `new Function`, which the policy forbids and reports. */
import { z } from 'zod'

z.config({ jitless: true })
