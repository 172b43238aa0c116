/** Verbs about the packages and services of one machine. */
import { z } from 'zod'
import { defineVerb, silences } from '../../contract/define.ts'
import {
  captureSchema,
  markSchema,
  packageActionSchema,
  packageRefSchema,
  packageVersionSchema,
  simulationSchema,
  unitChangeSchema,
} from './model.ts'

export const capturePackages = defineVerb({
  name: 'packages.capture',
  title: 'list the packages and services',
  mutates: false,
  silentMs: silences.long,
  input: z.object({}),
  output: captureSchema,
})

/** What apt would really do; neither downloads nor locks. */
export const simulatePackages = defineVerb({
  name: 'packages.simulate',
  title: 'ask apt what it would do',
  mutates: false,
  silentMs: silences.long,
  input: z.object({
    install: z.array(packageVersionSchema),
    /** Agreed to be removed. */
    remove: z.array(packageRefSchema),
    /** Candidates for removal of which the consequences are wanted. */
    consider: z.array(packageRefSchema),
  }),
  output: simulationSchema,
})

/**
 * One transaction, held to `agreed`: if anything else would happen, it fails with "plan-changed" and nothing is changed.
 * Waits for one that an earlier agent started. Repeatable: what is done already is left out.
 */
export const applyPackages = defineVerb({
  name: 'packages.apply',
  title: 'install and remove packages',
  mutates: true,
  silentMs: silences.longest,
  input: z.object({
    install: z.array(packageVersionSchema),
    remove: z.array(packageRefSchema),
    agreed: z.array(packageActionSchema),
    marks: z.array(markSchema),
    /** Before the transaction: units that must not start when their package comes. */
    masksBefore: z.array(unitChangeSchema),
  }),
  output: z.object({ actions: z.array(packageActionSchema) }),
})

export const changeUnits = defineVerb({
  name: 'packages.change-units',
  title: 'enable and disable services',
  mutates: true,
  silentMs: silences.longest,
  input: z.object({ changes: z.array(unitChangeSchema) }),
  output: z.object({ done: z.number() }),
})
