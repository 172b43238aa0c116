/** Verbs about where the packages of one machine come from. */
import { z } from 'zod'
import { defineVerb, silences } from '../../contract/define.ts'
import { packageRefSchema, packageVersionSchema, simulationSchema, architectureSchema } from './model.ts'
import { packageSourcesSchema, sourceDefinitionSchema, sourceIdSchema, sourceStateSchema } from './sources-model.ts'

/** The archives that apt is told of, and who signs them; nothing in the answer is secret. */
export const listSources = defineVerb({
  name: 'packages.sources',
  title: 'list the package sources',
  mutates: false,
  input: z.object({}),
  output: packageSourcesSchema,
})

/** By the package's key, the sources that offer it there in whatever version, and the component of each; empty where there are none. */
export const findOrigins = defineVerb({
  name: 'packages.origins',
  title: 'find out where packages come from',
  mutates: false,
  input: z.object({ packages: z.array(packageRefSchema) }),
  output: z.object({
    origins: z.record(z.string(), z.array(z.object({ id: z.string(), component: z.string() }))),
  }),
})

/** What the other laptop needs to have it, too. Null when it is not there any more, or is not to be brought. */
export const readSource = defineVerb({
  name: 'packages.read-source',
  title: 'read a package source',
  mutates: false,
  input: z.object({ id: sourceIdSchema }),
  output: z.object({ source: sourceDefinitionSchema.nullable() }),
})

/**
 * What a question to apt says besides the packages. Architectures that dpkg there does not know yet, and of which
 * packages are wanted.
 */
export const architecturesToAddSchema = z.array(architectureSchema).max(10).default([])

/** Whatever needs to change one of these is not possible. */
export const toLeaveSchema = z.array(packageRefSchema).default([])

/** On hold there, and off hold before anything is installed. */
export const toUnholdSchema = z.array(packageRefSchema).default([])

/**
 * What apt would do if the source were there. Its lists are fetched into a folder of our own.
 */
export const trySource = defineVerb({
  name: 'packages.try-source',
  title: 'ask what a package source offers',
  mutates: false,
  silentMs: silences.long,
  input: z.object({
    source: sourceDefinitionSchema,
    /** Can be installed without it. */
    install: z.array(packageVersionSchema),
    wanted: z.array(packageVersionSchema),
    architectures: architecturesToAddSchema,
    leave: toLeaveSchema,
    unhold: toUnholdSchema,
  }),
  /** Without a simulation where apt cannot use the source. */
  output: z.object({ state: sourceStateSchema, simulation: simulationSchema.optional() }),
})

/**
 * Repeatable: `isNew` says whether it was not there before. Of a source that apt cannot use, nothing is left.
 */
export const addSource = defineVerb({
  name: 'packages.add-source',
  title: 'add a package source',
  mutates: true,
  silentMs: silences.long,
  input: z.object({ source: sourceDefinitionSchema }),
  output: z.object({ state: sourceStateSchema, isNew: z.boolean() }),
})
