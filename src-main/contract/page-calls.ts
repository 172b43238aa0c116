/** Pages that capabilities have without a drawing of their own: clients draw them from what is told here. */
import { z } from 'zod'
import { defineCall } from './define.ts'
import { roomSchema } from './room.ts'

export const pageEntrySchema = z.object({
  /** Its address and its command: "clocks". */
  id: z.string().regex(/^[a-z][a-z-]*$/),
  /** Of its tab. */
  title: z.string(),
  /** In which it is a tab. */
  room: roomSchema,
  /** Of what the rules are that are shown and taken back there: "container", or what a capability keeps. */
  rulesFor: z.array(z.string()).optional(),
})
export type PageEntry = z.infer<typeof pageEntrySchema>

export const pageContentSchema = z.object({
  /** What it comes to, in a sentence. */
  lead: z.string(),
  sections: z.array(
    z.object({
      title: z.string(),
      rows: z.array(z.object({ title: z.string(), text: z.string(), value: z.string() })),
    }),
  ),
})
export type PageContent = z.infer<typeof pageContentSchema>

export const pageCalls = {
  pagesList: defineCall({
    name: 'pages.list',
    title: 'list the pages of capabilities',
    kept: true,
    input: z.object({}),
    output: z.object({ pages: z.array(pageEntrySchema) }),
  }),
  pagesRead: defineCall({
    name: 'pages.read',
    title: 'show a page of a capability',
    kept: true,
    input: z.object({ id: z.string() }),
    output: pageContentSchema,
  }),
} as const
