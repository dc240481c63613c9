let slug: string | undefined

/** The slug of the workspace that requests go to; undefined before anybody is signed in. */
export const chosenWorkspace = (): string | undefined => slug

export function chooseWorkspace(chosen: string): void {
  slug = chosen
  try {
    localStorage.setItem('workspace', chosen)
  } catch {
    // Without storage the first workspace is shown next time.
  }
}

/** The workspace shown last on this device. */
export function rememberedWorkspace(): string | undefined {
  try {
    return localStorage.getItem('workspace') ?? undefined
  } catch {
    return undefined
  }
}

/** Where the same kind of page is in another workspace: nothing of what is open in this one is there. */
export const placeAfterSwitch = (path: string): string =>
  /^\/(?:(?:documents|settings|profile)(?:\/|$)|(?:agents|conversations)$)/.test(path) ? path : '/'

/** Shows another workspace. All of the screen belongs to one, so the page starts anew. */
export function switchWorkspace(chosen: string): void {
  chooseWorkspace(chosen)
  window.location.assign(placeAfterSwitch(window.location.pathname))
}
