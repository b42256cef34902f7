"""What may show that a duty is met, by the code that the rules name it with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signatur.kernel.i18n import text as _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from signatur.kernel.i18n import Text

EVIDENCE_TITLES: Mapping[str, Text] = {
    "accessibility_statement": _("an accessibility statement"),
    "agreement": _("a written agreement"),
    "anonymity_test": _("a test that nobody can be recognised"),
    "assessment_of_exception": _("a written assessment of the exception"),
    "bias_audit": _("figures for each group"),
    "bias_test_record": _("a record of the test for bias"),
    "clinical_approval": _("an approval of the clinical investigation"),
    "conformity_assessment": _("an assessment of conformity"),
    "data_analysis": _("the data analysis"),
    "data_minimised": _("a list of what is left out, and why the rest is needed"),
    "decision_to_stop": _("a decision to stop"),
    "declaration": _("a declaration of conformity"),
    "declaration_in_house": _("a declaration on in-house devices"),
    "device_classification": _("a written classification of the device"),
    "disagreement_measured": _("the measured share of other decisions than advised"),
    "event_log": _("the event log"),
    "explanation_procedure": _("a routine for reasons and explanations"),
    "fundamental_rights_assessment": _("the fundamental rights impact assessment"),
    "human_oversight": _("a description of the human oversight"),
    "impact_assessment": _("the impact assessment"),
    "incident_procedure": _("a routine for incidents"),
    "information_to_citizens": _("the information that people get"),
    "information_to_workers": _("the information that employees get"),
    "instructions_for_use": _("instructions for use"),
    "legal_basis_development": _("the signed basis for development"),
    "legal_basis_operation": _("the signed basis for operation"),
    "marking": _("a sample with its mark"),
    "monitoring_plan": _("the plan for monitoring"),
    "performance_floor": _("the signed performance floor"),
    "plan_for_conformity": _("a plan until the day it binds"),
    "prior_consultation": _("Datatilsynet's answer"),
    "processor_agreement": _("the data processing agreement"),
    "quality_system": _("a description of the quality system"),
    "record_of_processing": _("the entry in the record of processing"),
    "registration": _("the entry in the EU database"),
    "retention_plan": _("a plan for keeping and disposal"),
    "risk_management": _("the risk management file"),
    "security_test": _("a test of security"),
    "technical_documentation": _("the technical documentation"),
    "training_plan": _("a plan for training"),
    "transfer_basis": _("the basis for the transfer"),
}
