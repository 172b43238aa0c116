/** The only IPC channels between the window and the app. The preload only forwards. */
export const channels = {
  /** invoke(name, CallEnvelope) answers an AnswerEnvelope */
  call: 'pc-switcher:call',
  /** From now on messages are sent to this window; the first is a snapshot. */
  listen: 'pc-switcher:listen',
  message: 'pc-switcher:message',
  /** invoke({ name, content }) answers an AnswerEnvelope, after the person has chosen a place or changed their mind. */
  saveFile: 'pc-switcher:save-file',
  /** send(PageNote): what the window shows outside of its page. */
  note: 'pc-switcher:note',
} as const
