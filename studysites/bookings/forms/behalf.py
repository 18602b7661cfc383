"""What staff types for a school that telephones; its classes are typed in the same rows as a school's."""

from django import forms

from .visits import ContactForm


class BehalfForm(ContactForm):
    """Who leads the group, and the key that makes a second press harmless."""

    key = forms.UUIDField(widget=forms.HiddenInput)
