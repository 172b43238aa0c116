import { TextForm, type TextFormProps } from './text-form.tsx'
import { texts } from './texts.ts'

interface PasswordFieldProps extends Pick<
  TextFormProps,
  'ref' | 'value' | 'onChange' | 'onSubmit' | 'isLarge' | 'autoFocus'
> {
  /** Whether the last one did not fit. */
  readonly isWrong: boolean
}

/** What is typed is neither shown nor kept by the browser. */
export function PasswordField({ isWrong, ...form }: PasswordFieldProps) {
  const words = texts.password
  return (
    <TextForm
      {...form}
      label={words.label}
      type="password"
      autoComplete="off"
      wrong={isWrong ? words.wrong : undefined}
    />
  )
}
