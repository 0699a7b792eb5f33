import { useTexts } from '../text.ts';

/** What a problem's code means: what it is, and what to do about it. Words of the command line give way to those of the screen. */
export function useProblemText(): (
  code: string,
  column: string,
) => { readonly title: string; readonly remedy: string } {
  const { known } = useTexts();
  return (code, column) => {
    const said = known(`wizard.problem.${code}`) ?? known(`problem.${code}`, { column }) ?? code;
    const [title = said, ...rest] = said.split(/(?<=[.!?]) /);
    return { title: title.replace(/\.$/, ''), remedy: rest.join(' ').replace(/[^.!?]$/, '$&.') };
  };
}
