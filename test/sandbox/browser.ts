/** A page as a person meets it, or the address to which the sandbox sent the browser away. */
export interface Page {
  readonly status: number;
  /** Where the browser is, path and query. */
  readonly path: string;
  readonly html: string;
  readonly title: string;
  readonly headers: Headers;
  /** An address that is not the sandbox's own; the browser does not go there. */
  readonly left: string | undefined;
}

export interface Browser {
  open(path: string): Promise<Page>;
  /** Sends the page's first posted form as it is filled in, with changes; `undefined` takes a field away. */
  submit(page: Page, changes: Readonly<Record<string, string | undefined>>): Promise<Page>;
}

/** A browser with cookies and forms, and without scripts. @param root of the sandbox */
export function openBrowser(root: string): Browser {
  const cookies = new Map<string, string>();

  async function go(path: string, form?: URLSearchParams): Promise<Page> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(`${root}${path}`, {
      redirect: 'manual',
      headers: { cookie, ...(form === undefined ? {} : { origin: root }) },
      ...(form === undefined ? {} : { method: 'POST', body: form }),
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    const location = response.headers.get('location');
    if (location?.startsWith('/') === true) return go(location);
    const html = await response.text();
    const title = /<title>(.*?)<\/title>/.exec(html)?.[1] ?? '';
    return {
      status: response.status,
      path,
      html,
      title: decode(title),
      headers: response.headers,
      left: location ?? undefined,
    };
  }

  return {
    open: (path) => go(path),
    submit(page, changes) {
      const [, action, inside = ''] =
        /<form\s+method="post"\s+action="([^"]*)"\s*>(.*?)<\/form>/s.exec(page.html) ?? [];
      if (action === undefined) throw new Error(`There is no form on ${page.title}.`);
      const form = new URLSearchParams();
      for (const [input] of inside.matchAll(/<input\s[^>]*>/g)) {
        const name = attribute(input, 'name');
        const isOff = /type="(?:checkbox|radio)"/.test(input) && !/\schecked/.test(input);
        if (name !== undefined && !isOff) form.set(name, attribute(input, 'value') ?? 'on');
      }
      for (const [name, value] of Object.entries(changes)) {
        if (value === undefined) form.delete(name);
        else form.set(name, value);
      }
      return go(decode(action), form);
    },
  };
}

/** What a form would send of its boxes. */
export function boxes({ html }: Page): readonly string[] {
  return [...html.matchAll(/<input\s+type="checkbox"\s+name="([^"]*)"\s+checked/g)].map(([, name = '']) => name);
}

function attribute(tag: string, name: string): string | undefined {
  const value = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];
  return value === undefined ? undefined : decode(value);
}

function decode(html: string): string {
  return html.replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
}
