/** How pc-switcher is set up: what both laptops are called, and what they need for a switch. */
import { z } from 'zod'
import { defineCall } from './define.ts'
import { passwordSchema } from './pairing-calls.ts'
import { laptopSchema } from './switch-state.ts'

const nothing = z.object({})

/** Of the other laptop, and of where data is kept. */
const settingGroupSchema = z.enum(['peer', 'kept'])
export type SettingGroup = z.infer<typeof settingGroupSchema>

/** What is as it is, for the person to know. */
export const settingSchema = z.object({
  group: settingGroupSchema,
  title: z.string(),
  value: z.string(),
  explanation: z.string(),
})
export type Setting = z.infer<typeof settingSchema>

/** A laptop on battery is charged with as much as this, in percent. */
export const chargedPercent = 40
/** And runs low below this. */
export const lowPercent = 15

export const powerRuleSchema = z.object({
  /** What both laptops need before copying starts. charged: plugged in, or at least `chargedPercent`. */
  start: z.enum(['anything', 'charged', 'plugged']),
  /** What becomes of a switch when a laptop on battery has less than `lowPercent`. */
  low: z.enum(['pause', 'go-on']),
})
export type PowerRule = z.infer<typeof powerRuleSchema>

export const passwordRuleSchema = z.object({ ask: z.boolean() })

/** What a switch copies, in the order of the wizard. `isOn` is absent of what always is. */
export const travelSchema = z.object({
  kinds: z.array(z.object({ id: z.string(), title: z.string(), text: z.string(), isOn: z.boolean().optional() })),
})
export type Travel = z.infer<typeof travelSchema>

const imagesFoldersSchema = z.object({
  folders: z.array(z.object({ laptop: laptopSchema, folder: z.string() })),
})

export const settingsCalls = {
  settingsList: defineCall({
    name: 'settings.list',
    title: 'list the settings',
    kept: true,
    input: nothing,
    output: z.object({ settings: z.array(settingSchema) }),
  }),
  settingsPower: defineCall({
    name: 'settings.power',
    title: 'show what power a switch needs',
    kept: true,
    input: nothing,
    output: powerRuleSchema,
  }),
  /** Kept in ~/system-state, so that it is the same on both laptops. What is omitted stays as it is. */
  settingsSetPower: defineCall({
    name: 'settings.setPower',
    title: 'set what power a switch needs',
    input: powerRuleSchema.partial(),
    output: powerRuleSchema,
  }),
  /** Whether a switch starts with the password of whoever starts it. */
  settingsPassword: defineCall({
    name: 'settings.password',
    title: 'show whether a switch starts with a password',
    kept: true,
    input: nothing,
    output: passwordRuleSchema,
  }),
  /** Kept in ~/system-state too. "needs-password" without the right one, to turn it on as well; "blocked" where sudo wants none. */
  settingsSetPassword: defineCall({
    name: 'settings.setPassword',
    title: 'set whether a switch starts with a password',
    input: passwordRuleSchema.extend({ password: passwordSchema.optional() }),
    output: passwordRuleSchema,
  }),
  settingsTravel: defineCall({
    name: 'settings.travel',
    title: 'show what a switch copies',
    kept: true,
    input: nothing,
    output: travelSchema,
  }),
  /** Kept in ~/system-state too. What is turned off stays as it is on both laptops, and is not compared. */
  settingsSetTravel: defineCall({
    name: 'settings.setTravel',
    title: 'set what a switch copies',
    input: z.object({ id: z.string(), isOn: z.boolean() }),
    output: travelSchema,
  }),
  /** Where each laptop that can be reached has the disk images of its virtual machines. */
  settingsImagesFolder: defineCall({
    name: 'settings.imagesFolder',
    title: 'show where disk images are',
    kept: true,
    input: nothing,
    output: imagesFoldersSchema,
  }),
  /** On both laptops, once both would take it. The images that are in the folder before stay there, and stay behind. */
  settingsSetImagesFolder: defineCall({
    name: 'settings.setImagesFolder',
    title: 'set where disk images are',
    input: z.object({ folder: z.string().max(1024) }),
    output: imagesFoldersSchema,
  }),
  /** Where the other laptop is, when it is not found by itself. It has to be there, and to be the one that was paired. */
  settingsSetAddress: defineCall({
    name: 'settings.setAddress',
    title: 'set the address of the other laptop',
    input: z.object({ address: z.string().max(255) }),
    output: z.object({ address: z.string() }),
  }),
  /**
   * Which of the two a person calls so: by its host name or its label, then by the name by which it was paired, or "this" and "other".
   * The word itself where it is neither. AppError "invalid-input" where both are called so.
   */
  laptopsFind: defineCall({
    name: 'laptops.find',
    title: 'find a laptop by what it is called',
    input: z.object({ called: z.string().max(200) }),
    output: z.object({ name: z.string() }),
  }),
  /** Its pretty host name (machine-info(5)), which other programs show too; "" takes it away, so that the host name is shown. */
  settingsNameLaptop: defineCall({
    name: 'settings.nameLaptop',
    title: 'name a laptop',
    input: z.object({ laptop: z.string(), label: z.string().max(200) }),
    output: z.object({ laptop: laptopSchema }),
  }),
} as const
