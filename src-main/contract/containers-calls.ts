/** What the containers of both laptops hold, and the person's rules for it: those of the laptop that has the latest work. */
import { z } from 'zod'
import { containerRuleChangeSchema, containerRuleSchema, engineIdSchema } from './container-rule.ts'
import { defineCall } from './define.ts'
import { elsewhereSchema } from './elsewhere.ts'
import { laptopSchema } from './switch-state.ts'

export const containerRulesSchema = z.object({
  /** In the order in which they count: of two patterns the later one. */
  rules: z.array(containerRuleSchema),
  /** As it is shown: "~/system-state/containers.rules". */
  file: z.string(),
  elsewhere: elsewhereSchema.optional(),
})
export type ContainerRules = z.infer<typeof containerRulesSchema>

const sideSchema = z.object({
  bytes: z.number(),
  /** Names of containers that are not stopped and have it. */
  usedBy: z.array(z.string()),
})

export const comparedVolumeSchema = z.object({
  engine: engineIdSchema,
  name: z.string(),
  here: sideSchema.optional(),
  there: sideSchema.optional(),
  /** What counts for it. */
  decision: z.enum(['apart', 'both', 'never']).optional(),
})
export type ComparedVolume = z.infer<typeof comparedVolumeSchema>

const imageSideSchema = z.object({
  bytes: z.number(),
  /** Of its contents: the same on both laptops exactly where both have the same image. */
  id: z.string(),
  /** It has a name in a registry, and can be pulled from there again. */
  isPulled: z.boolean(),
})

export const comparedImageSchema = comparedVolumeSchema.extend({
  /** With its tag: "localhost/app:1" of podman, "app:1" of Docker. */
  name: z.string(),
  here: imageSideSchema.optional(),
  there: imageSideSchema.optional(),
})
export type ComparedImage = z.infer<typeof comparedImageSchema>

export const containersCalls = {
  /** Of the person's podman and the system's Docker on both laptops. `troubles`: sentences about what could not be asked. */
  containersList: defineCall({
    name: 'containers.list',
    title: 'list what containers hold on both laptops',
    input: z.object({}),
    output: z.object({
      here: laptopSchema,
      there: laptopSchema,
      volumes: z.array(comparedVolumeSchema),
      images: z.array(comparedImageSchema),
      troubles: z.array(z.string()),
    }),
  }),
  containersRules: defineCall({
    name: 'containers.rules',
    title: 'list the rules for what containers hold',
    kept: true,
    input: z.object({}),
    output: containerRulesSchema,
  }),
  /** One commit; none where it is so already. AppError "invalid-input" where there can be no such rule. */
  containersDecide: defineCall({
    name: 'containers.decide',
    title: 'set a rule for what containers hold',
    input: containerRuleChangeSchema,
    output: containerRulesSchema,
  }),
} as const
