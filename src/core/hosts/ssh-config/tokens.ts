/** What the tokens of ssh_config(5) stand for; null or absent: not known, or not offered by this keyword. */
export type TokenValues = Readonly<Record<string, string | null>>;

/** Fills `%h` and the like in; `%%` is a percent sign. Null when a token is left that is not known. */
export function fillTokens(text: string, values: TokenValues): string | null {
  let known = true;
  const filled = text.replaceAll(/%(.?)/gs, (_whole, token: string) => {
    const value = token === '%' ? '%' : Object.hasOwn(values, token) ? values[token] : undefined;
    if (typeof value !== 'string') known = false;
    return value ?? '';
  });
  return known ? filled : null;
}

/** Fills `${NAME}` in. Null when the environment has none of that name: ssh then refuses the file. */
export function fillEnvironment(text: string, env: NodeJS.ProcessEnv): string | null {
  let known = true;
  const filled = text.replaceAll(/\$\{(\w+)\}/g, (_whole, name: string) => {
    if (env[name] === undefined) known = false;
    return env[name] ?? '';
  });
  return known ? filled : null;
}
