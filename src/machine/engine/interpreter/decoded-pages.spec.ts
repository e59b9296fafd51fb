import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CodePages } from '../../code-pages';
import { DECODED_PAGES, PAGE_SIZE, RAM_OFFSET } from '../../layout';
import { Marks } from '../../marks';
import { State } from '../../state';
import { DecodedPages } from './decoded-pages';

test('a page of code whose decoded form is thrown away while it is asked for, at another address, is known as code', () => {
  const code = new CodePages({ held() {}, changed() {}, running: () => 0 });
  const pages = new DecodedPages({
    state: new State((DECODED_PAGES + 1) * PAGE_SIZE, 1),
    code,
    marks: new Marks(() => {}),
    tlb: { forgetCode() {} },
  });
  for (let page = 0; page < DECODED_PAGES; page++) {
    const offset = page * PAGE_SIZE;
    pages.page(RAM_OFFSET + offset, 0x8000_0000n + BigInt(offset));
  }
  const decoded = pages.page(RAM_OFFSET, 0x1000n);
  assert.ok(code.storeTo(RAM_OFFSET), 'stores to it have to be seen');
  assert.equal(pages.page(RAM_OFFSET, 0x1000n), decoded);
});
