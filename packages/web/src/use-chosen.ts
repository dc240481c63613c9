import { useState } from 'react'

/**
 * Shows a choice from the click on until it is saved or refused. That a mutation is on its way is told a moment later, and in between a
 * field would jump back to what it was.
 */
export function useChosen<T>(current: T): [shown: T, choose: (next: T, saving: Promise<unknown>) => void] {
  const [chosen, setChosen] = useState<{ readonly value: T } | undefined>()
  const choose = (value: T, saving: Promise<unknown>) => {
    const choice = { value }
    setChosen(choice)
    const end = () => setChosen((now) => (now === choice ? undefined : now))
    // Whoever saves it says why it was refused.
    saving.then(end, end)
  }
  return [chosen ? chosen.value : current, choose]
}
