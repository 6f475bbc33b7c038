"""Foreign keys named by a string escape the import contracts: here they are walked."""

from django.apps import apps

HEIGHT = {"media": 0, "archive": 1, "search": 2, "config": 3}


def test_relations_point_downwards_only() -> None:
    upwards = []
    for app, height in HEIGHT.items():
        for model in apps.get_app_config(app).get_models() if apps.is_installed(app) else []:
            for field in model._meta.get_fields():
                if field.auto_created or not field.is_relation or field.related_model is None:
                    continue
                other = field.related_model._meta.app_label
                if HEIGHT.get(other, -1) > height:
                    upwards.append(f"{model._meta.label}.{field.name} -> {other}")
    assert not upwards
