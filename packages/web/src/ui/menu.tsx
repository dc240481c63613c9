import { Menu as Base } from '@base-ui/react/menu'
import { Check } from 'lucide-react'
import type { ReactElement, ReactNode } from 'react'
import { classNames } from './class-names.ts'

interface MenuProps {
  /** The button that opens it. */
  trigger: ReactElement
  children: ReactNode
  align?: 'start' | 'center' | 'end'
  side?: 'top' | 'bottom'
}

/** A menu of actions at a button. */
export function Menu({ trigger, children, align = 'end', side = 'bottom' }: MenuProps) {
  return (
    <Base.Root modal={false}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner align={align} side={side} sideOffset={6} collisionPadding={8} className="z-50 outline-none">
          <Base.Popup className="max-h-(--available-height) min-w-52 overflow-y-auto rounded-xl border border-line bg-raised p-1 shadow-high outline-none transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0">
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

const itemClass =
  'flex min-h-11 w-full cursor-pointer items-center gap-3 rounded-lg px-3 text-left text-sm outline-none select-none data-highlighted:bg-hover md:min-h-8'

interface ItemProps {
  children: ReactNode
  icon?: ReactNode
  isDanger?: boolean
  onSelect: () => void
}

/** One action of a menu. */
export function MenuItem({ children, icon, isDanger = false, onSelect }: ItemProps) {
  return (
    <Base.Item className={classNames(itemClass, isDanger && 'text-bad')} onClick={onSelect}>
      {icon && <span className="text-muted [&_svg]:size-4">{icon}</span>}
      {children}
    </Base.Item>
  )
}

/** An entry of a menu that is on or off; the menu stays open. */
export function MenuCheck({ children, isOn, onToggle }: { children: ReactNode; isOn: boolean; onToggle: () => void }) {
  return (
    <Base.CheckboxItem className={itemClass} checked={isOn} onCheckedChange={onToggle}>
      <span className="flex size-4 items-center justify-center text-accent">
        {isOn && <Check aria-hidden className="size-4" />}
      </span>
      {children}
    </Base.CheckboxItem>
  )
}
