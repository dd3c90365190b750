"""Dialogs: questions that need an answer before the work goes on."""
