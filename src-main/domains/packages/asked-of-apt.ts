/** What a question to apt says besides the packages. */
import { z } from 'zod'
import { architectureSchema, packageRefSchema } from './model.ts'

/** Architectures that dpkg there does not know yet, and of which packages are wanted. */
export const architecturesToAddSchema = z.array(architectureSchema).max(10).default([])

/** Whatever needs to change one of these is not possible. */
export const toLeaveSchema = z.array(packageRefSchema).default([])

/** On hold there, and off hold before anything is installed. */
export const toUnholdSchema = z.array(packageRefSchema).default([])
