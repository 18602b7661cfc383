"""Building the files of the starter lessons: lesson plan (docx), slides (pptx) and task sheet (pdf).

Run by ``make starter-assets``; the results are committed, so the portal itself never imports this package
and needs none of its libraries (python-docx, python-pptx, playwright with Chromium).
"""
