/**
 * Languages that .NET has culture data for: the ISO 639 codes of CLDR, the database behind .NET's cultures. Kept as a list so that the
 * answer does not depend on the machine that previews.
 */
const languages: ReadonlySet<string> = new Set(
  (
    'aa af agq ak am ar arn as asa ast az ba bas be bem bez bg bgc bho bin blo bm bn bo br brx bs byn ca ccp ce ceb cgg chr ckb co ' +
    'cs csw cu cv cy da dav de dje doi dsb dua dv dyo dz ebu ee el en eo es et eu ewo fa ff fi fil fo fr fur fy ga gaa gd gl gn gsw ' +
    'gu guz gv ha haw he hi hr hsb hu hy ia ibb id ie ig ii is it iu ja jbo jgo jmc jv ka kab kam kde kea kgp khq ki kk kkj kl kln ' +
    'km kn ko kok kpe kr ks ksb ksf ksh ku kw kxv ky la lag lb lg lij lkt lmo ln lo lrc lt lu luo luy lv mai mas mer mfe mg mgh mgo ' +
    'mi mk ml mn mni moh mr ms mt mua my mzn naq nb nd nds ne nl nmg nn nnh no nqo nr nso nus nv nyn oc om or os pa pap pcm pl prg ' +
    'prs ps pt qps quc qu quz raj rm rn ro rof ru rw rwk sa sah saq sat sbp sc sd se seh ses sg shi shn si sk sl sma smj smn sms sn ' +
    'so sq sr ss ssy st su sv sw syr szl ta te teo tg th ti tig tk tn to tok tr ts tt twq tzm ug uk ur uz vai ve vec vi vmw vo vun ' +
    'wae wal wo xh xnr xog yav yi yo yrl yue za zgh zh zu'
  ).split(' '),
);

/** language, script, region, variants, and .NET's suffix for a sort order, as in de-DE_phoneb. */
const shape = /^([a-z]{2,3})(?:-[a-z]{4})?(?:-(?:[a-z]{2}|[0-9]{3}))?(?:-[a-z0-9]{5,8})*(?:_[a-z]{2,8})?$/;

/** The language of a culture name such as `tr-TR`, or null when .NET would not know the name. Case does not matter. */
export function cultureLanguage(name: string): string | null {
  const language = shape.exec(name.toLowerCase())?.[1];
  return language !== undefined && languages.has(language) ? language : null;
}
