/** The person's rules for programs, units and where programs come from. They are those of the laptop that has the latest work. */
import { z } from 'zod'
import { defineCall } from './define.ts'
import { elsewhereSchema } from './elsewhere.ts'
import { packageRuleChangeSchema, packageRuleSchema } from './package-rule.ts'

export const packageRulesSchema = z.object({
  /** In the order in which they count: of two patterns the later one. */
  rules: z.array(packageRuleSchema),
  /** As it is shown: "~/system-state/packages.rules". */
  file: z.string(),
  elsewhere: elsewhereSchema.optional(),
})
export type PackageRules = z.infer<typeof packageRulesSchema>

export const packageRulesCalls = {
  packagesRules: defineCall({
    name: 'packages.rules',
    title: 'list the rules for packages',
    kept: true,
    input: z.object({}),
    output: packageRulesSchema,
  }),
  /** One commit; none where it is so already. AppError "invalid-input" where there can be no such rule. */
  packagesDecide: defineCall({
    name: 'packages.decide',
    title: 'set a rule for packages',
    input: packageRuleChangeSchema,
    output: packageRulesSchema,
  }),
} as const
